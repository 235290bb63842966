import { writeAtomically } from './atomic-write.ts';

/** Writes JSON as the project's formatter would, so that a rewritten file shows its changes only. */
export async function writeJson(path: string, value: unknown): Promise<void> {
  const { format, resolveConfig } = await import('prettier');
  const text = await format(JSON.stringify(value), {
    printWidth: 100,
    ...(await resolveConfig(path)),
    filepath: path,
  });
  await writeAtomically(path, text);
}
