/** How electron-builder makes the desktop program: what goes in, and what is switched off for good. */
import type { Configuration, FileSet } from 'electron-builder';
import type { BuiltFiles } from './built-files.ts';

export type PackagedPlatform = 'linux' | 'win32' | 'darwin';

export interface PackagingParts {
  readonly platform: PackagedPlatform;
  readonly built: BuiltFiles;
  /** What the build left: main/, preload/ and renderer/. */
  readonly builtFolder: string;
  /** Where the program is put. */
  readonly output: string;
  /** Installed packages that are for other programs. */
  readonly needless: readonly string[];
  /** The program that Playwright can drive; never given to anybody. */
  readonly forTests: boolean;
  /** An unpacked Electron; downloaded by electron-builder where absent. */
  readonly electronFolder?: string;
}

const RESOURCES = 'app/hosts/electron/packaging/resources';

/** Files of ours, beside those that are built. */
const OWN_FILES = [
  'models/{face,fingerprint}/manifest.json',
  'models/{face,fingerprint}/CARD.md',
  'models/{face,fingerprint}/weights/**',
  'CHANGELOG.md',
  'LICENSE',
];

/** Never of use in a program that runs; licences stay. */
const NO_FILES = [
  '!**/*.{map,ts,mts,cts,gyp,gypi,c,cc,cpp,h,hpp}',
  '!node_modules/**/{README,readme,Readme,CHANGELOG,HISTORY}.md',
  '!node_modules/**/{test,tests,__tests__,docs,example,examples}{,/**}',
  '!node_modules/better-sqlite3/{deps,src}{,/**}',
  '!node_modules/onnxruntime-node/script{,/**}',
];

/** Native code is loaded by the system, and weights are read as they lie: neither from an archive. */
const UNPACKED = [
  '**/*.node',
  '**/*.{so,so.*,dll,dylib}',
  '**/*.wasm',
  'node_modules/@img/**',
  'node_modules/better-sqlite3/**',
  'node_modules/onnxruntime-node/**',
  'models/{face,fingerprint}/weights/**',
];

export function packagingConfiguration(parts: PackagingParts): Configuration {
  const { platform, output, forTests, electronFolder } = parts;
  return {
    appId: forTests ? 'org.twinmark.desktop.test' : 'org.twinmark.desktop',
    productName: 'Twinmark',
    copyright: 'Apache-2.0',
    directories: { output, buildResources: RESOURCES },
    ...(electronFolder !== undefined && { electronDist: electronFolder }),
    asar: true,
    asarUnpack: UNPACKED,
    files: filesOf(platform, parts),
    // Prebuilt, and the same for Node and Electron (Node-API): nothing is compiled.
    npmRebuild: false,
    nodeGypRebuild: false,
    buildDependenciesFromSource: false,
    allowMissingDependencies: false,
    // No update is looked for, so none is published from here.
    publish: null,
    electronFuses: fuses(forTests),
    ...(forTests && { extraMetadata: { twinmarkTestBuild: true } }),
    ...PLATFORMS,
  };
}

/**
 * Sets with a folder each, and nothing beside them: electron-builder takes lists of exclusions that
 * stand alone, as those of one platform would, for exclusions from the whole project.
 */
function filesOf(
  platform: PackagedPlatform,
  { built, builtFolder, needless }: PackagingParts,
): FileSet[] {
  const ours = [
    ...built.files.map((name) => `main/${name}`),
    'preload/electron.cjs',
    'renderer/**',
    '!**/*.map',
  ];
  const others = needless.map((name) => `!node_modules/${name}{,/**}`);
  return [
    { from: '.', filter: [...OWN_FILES, ...NO_FILES, ...others, ...binariesOf(platform)] },
    { from: builtFolder, to: 'out', filter: ours },
  ];
}

/** Each platform takes its own along. */
function binariesOf(platform: PackagedPlatform): string[] {
  const others = (['linux', 'win32', 'darwin'] as const).filter((one) => one !== platform);
  return [
    `!node_modules/onnxruntime-node/bin/*/{${others.join(',')}}{,/**}`,
    `!node_modules/onnxruntime-node/bin/*/${platform}/!(\${arch}){,/**}`,
    `!node_modules/better-sqlite3/prebuilds/!(${platform}-\${arch}).node`,
    // On Linux without native sharp, whose GLib and Electron's get into each other's way: the
    // engine finds the WebAssembly build, and can find no other.
    platform === 'linux'
      ? '!node_modules/@img/sharp-!(wasm32){,/**}'
      : '!node_modules/@img/sharp-wasm32{,/**}',
  ];
}

function fuses(forTests: boolean): Configuration['electronFuses'] {
  return {
    runAsNode: false,
    enableCookieEncryption: true,
    enableNodeOptionsEnvironmentVariable: false,
    // Playwright drives Electron through Node's inspector.
    enableNodeCliInspectArguments: forTests,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    loadBrowserProcessSpecificV8Snapshot: false,
    grantFileProtocolExtraPrivileges: false,
  };
}

const PLATFORMS: Configuration = {
  linux: {
    target: ['AppImage', 'deb'],
    category: 'Utility',
    synopsis: 'Offline biometric verification',
    maintainer: 'Twinmark <maintainers@twinmark.invalid>',
  },
  win: {
    target: ['nsis'],
  },
  nsis: { oneClick: false, perMachine: false, allowToChangeInstallationDirectory: true },
  mac: {
    target: ['dmg'],
    category: 'public.app-category.business',
    hardenedRuntime: true,
    gatekeeperAssess: false,
    entitlements: `${RESOURCES}/entitlements.plist`,
    entitlementsInherit: `${RESOURCES}/entitlements.plist`,
    extendInfo: {
      NSCameraUsageDescription: 'Twinmark compares faces with the camera, on this computer only.',
    },
  },
};
