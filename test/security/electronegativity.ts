/**
 * `npm run check:security`: scans app/ and renderer/ as one program and fails for every finding
 * that allowed.ts does not explain. The scanner itself ends well whatever it finds.
 */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ALLOWED } from './allowed.ts';
import { judge, type Finding } from './findings.ts';

interface Scan {
  readonly atomicChecks: number;
  readonly globalChecks: number;
  readonly errors: readonly { readonly file: string; readonly message: string }[];
  readonly issues: readonly {
    readonly id: string;
    readonly file: string;
    readonly location: { readonly line: number };
  }[];
}

const ROOT = path.resolve(import.meta.dirname, '../..');

/** Seen by the scanner or it is blind; nothing runs it. */
const PLANTED = {
  file: 'planted.ts',
  text: `import { BrowserWindow, shell } from 'electron';
    new BrowserWindow({ webPreferences: { nodeIntegration: true } });
    new BrowserWindow({ webPreferences: { webSecurity: false, sandbox: false,
      contextIsolation: false, allowRunningInsecureContent: true } });
    void shell.openExternal(String(process.argv[2]));`,
  ids: [
    'NODE_INTEGRATION_JS_CHECK',
    'WEB_SECURITY_JS_CHECK',
    'SANDBOX_JS_CHECK',
    'CONTEXT_ISOLATION_JS_CHECK',
    'INSECURE_CONTENT_JS_CHECK',
    'OPEN_EXTERNAL_JS_CHECK',
  ],
};

const scan = await scanProgram();
const findings: Finding[] = scan.issues.map(({ id, file, location }) => {
  return { id, file: file.replaceAll(path.sep, '/'), line: location.line };
});
const { fresh, stale, missed } = judge(findings, ALLOWED, PLANTED);
const complaints = [
  ...fresh.map(({ id, file, line }) => `new: ${id} in ${file}:${line}`),
  ...stale.map(({ id, file }) => `allowed, but not found any more: ${id} in ${file}`),
  ...missed.map((id) => `planted, but not found: ${id}`),
  ...scan.errors.map(({ file, message }) => `not read: ${path.basename(file)}: ${message}`),
];
for (const line of complaints) console.error(line);
const checks = scan.atomicChecks + scan.globalChecks;
console.log(`electronegativity: ${checks} checks, ${findings.length} findings`);
console.log(`${ALLOWED.length} allowed, ${complaints.length} complaints`);
process.exitCode = complaints.length === 0 ? 0 : 1;

/** In a copy of its own, so that what is missing in one folder is found in the other. */
async function scanProgram(): Promise<Scan> {
  const folder = mkdtempSync(path.join(tmpdir(), 'twinmark-scan-'));
  try {
    for (const part of ['app', 'renderer']) {
      cpSync(path.join(ROOT, part), path.join(folder, part), { recursive: true });
    }
    writeFileSync(path.join(folder, PLANTED.file), PLANTED.text);
    const options = { input: folder, isRelative: true, electronVersionOverride: electronVersion() };
    return await loadScanner()(options);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** It looks for translations and releases on the network; here it is told at once that there is none. */
function loadScanner() {
  const load = createRequire(import.meta.url);
  const loadItsOwn = createRequire(load.resolve('@doyensec/electronegativity'));
  const offline = () => Promise.reject(new Error('Expected no use of the network.'));
  loadItsOwn('got');
  const cached = load.cache[loadItsOwn.resolve('got')];
  if (cached) cached.exports = Object.assign(offline, { head: offline });
  return load('@doyensec/electronegativity') as (options: object) => Promise<Scan>; // No types.
}

function electronVersion(): string {
  const text = readFileSync(path.join(ROOT, 'package.json'), 'utf8');
  return (JSON.parse(text) as { devDependencies: { electron: string } }).devDependencies.electron;
}
