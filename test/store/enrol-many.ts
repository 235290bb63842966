import { openStore } from '../../app/store/index.ts';

/** Run as its own process: creates people, one transaction each. */
const [path, prefix, count] = process.argv.slice(2);
if (path === undefined || prefix === undefined) throw new Error('Expected a path and a prefix.');

const store = openStore(path);
for (let index = 0; index < Number(count); index++) {
  store.people.create({ externalId: `${prefix}${index}`, displayName: prefix });
}
store.close();
