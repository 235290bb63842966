import { readFileSync } from 'node:fs';
import path from 'node:path';

/** What pacote is to be told of npm's settings; all of it optional. */
export interface NpmSettings {
  readonly registry?: string;
  readonly cache?: string;
  readonly ca?: readonly string[];
  readonly strictSSL?: boolean;
  readonly proxy?: string;
  readonly httpsProxy?: string;
  readonly noProxy?: string;
}

/**
 * npm hands its settings to the scripts that it runs as variables of the environment; whoever
 * stands behind a company's certificate or proxy has set them there, and nowhere else.
 */
export function readNpmSettings(env: Readonly<Record<string, string | undefined>>): NpmSettings {
  const setting = (name: string) => env[`npm_config_${name}`] || undefined;
  const cache = setting('cache');
  const cafile = setting('cafile');
  // npm writes false as an empty value; a variable that is absent says nothing.
  const strict = env.npm_config_strict_ssl;
  return {
    registry: setting('registry'),
    cache: cache === undefined ? undefined : path.join(cache, '_cacache'),
    ca: cafile === undefined ? undefined : readCertificates(cafile),
    strictSSL: strict === undefined ? undefined : strict !== '' && strict !== 'false',
    proxy: setting('proxy'),
    httpsProxy: setting('https_proxy'),
    noProxy: setting('noproxy'),
  };
}

/** A file that npm itself could not read either is passed over, as npm does. */
function readCertificates(file: string): readonly string[] | undefined {
  try {
    const found = readFileSync(file, 'utf8').match(
      /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g,
    );
    return found ?? undefined;
  } catch {
    return undefined;
  }
}
