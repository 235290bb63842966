import { join } from 'node:path';
import pacote from 'pacote';

/** Gives a package's tarball from the registry that npm is set up for. */
export type DownloadTarball = (request: {
  readonly package: string;
  readonly version: string;
  readonly integrity: string;
}) => Promise<Uint8Array>;

// Few and short retries: an install without a network should say so soon.
const RETRIES = {
  fetchRetries: 1,
  fetchRetryFactor: 1,
  fetchRetryMintimeout: 1_000,
  fetchRetryMaxtimeout: 1_000,
  fetchTimeout: 120_000,
};

export const downloadTarball: DownloadTarball = ({ package: name, version, integrity }) => {
  // npm hands its settings to the scripts that it runs as variables of the environment.
  const { npm_config_registry: registry, npm_config_cache: npmCache } = process.env;
  return pacote.tarball(`${name}@${version}`, {
    integrity,
    ...RETRIES,
    ...(registry === undefined ? {} : { registry }),
    ...(npmCache === undefined ? {} : { cache: join(npmCache, '_cacache') }),
  });
};
