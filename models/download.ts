import pacote from 'pacote';
import { readNpmSettings } from './npm-settings.ts';

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
  const settings = Object.entries(readNpmSettings(process.env));
  const known = Object.fromEntries(settings.filter(([, value]) => value !== undefined));
  return pacote.tarball(`${name}@${version}`, { integrity, ...RETRIES, ...known });
};
