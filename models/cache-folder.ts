import { join } from 'node:path';
import envPaths from 'env-paths';

/**
 * Where fetched model files are kept between installs: in the user's cache folder, as each system
 * has it (XDG_CACHE_HOME is heeded), or in the folder that TWINMARK_CACHE names.
 */
export function modelCacheFolder(environment: NodeJS.ProcessEnv = process.env): string {
  const root = environment['TWINMARK_CACHE'] || envPaths('twinmark', { suffix: '' }).cache;
  return join(root, 'models');
}
