/**
 * Everything that is held on a person, as the person may ask for it (GDPR art. 15 and 20): in a
 * common format that a machine reads, biometric features and kept images included.
 */
import type { Attempt } from '../../core/attempt.ts';
import { fingerName } from '../../core/finger.ts';
import type { Person, Template } from '../../core/template.ts';
import type { Features } from '../../core/vocabulary.ts';
import type { AuditTrace, Store } from '../../store/index.ts';

/** Of the text below; raised where a value changes its meaning. */
const EXPORT_VERSION = 1;
const ATTEMPTS_A_PAGE = 500;

export function exportPerson(store: Store, person: Person, exportedAt: string): string {
  const { id, ...facts } = person;
  const held = {
    format: 'twinmark-person',
    version: EXPORT_VERSION,
    exportedAt,
    person: { id, ...facts, synthetic: store.people.isSynthetic(id) },
    consents: store.consents.listOfPerson(id),
    references: templatesOf(store, person).map((template) => exportTemplate(store, template)),
    attempts: attemptsOf(store, person).map((attempt) => exportAttempt(store, attempt)),
    audits: store.audits.tracesOf(id).map(exportTrace),
  };
  return `${JSON.stringify(held, undefined, 2)}\n`;
}

/** Of every model that was ever used here: what is held on a person is told whole. */
export function templatesOf(store: Store, { id }: Person): Template[] {
  return store.templates
    .countOfPerson(id)
    .flatMap(({ modality, modelId }) => store.templates.listOfPerson(id, modality, modelId));
}

function exportTemplate(store: Store, template: Template) {
  const { personId: _, features, ...facts } = template;
  const image = store.images.get(template.id);
  return {
    ...facts,
    ...(facts.modality === 'fingerprint' && { fingerName: fingerName(facts.finger) }),
    features: exportFeatures(features),
    ...(image && { imageBase64: Buffer.from(image).toString('base64') }),
  };
}

/** The file that only resembles the person may be named after somebody else. */
function exportTrace({ path, ...trace }: AuditTrace) {
  return trace.as === 'found' ? { ...trace, path } : trace;
}

/** With the features of the probe, where they are kept for a replay. */
function exportAttempt(store: Store, attempt: Attempt) {
  const { personId: _, ...facts } = attempt;
  const probe = store.probes.get(attempt.id);
  return { ...facts, ...(probe && { probe: exportFeatures(probe) }) };
}

/** Faces: float32, little-endian. Prints: anchors, packed as core/fingerprint says. */
function exportFeatures(features: Features) {
  if (!(features instanceof Float32Array)) {
    return { encoding: 'anchors', base64: Buffer.from(features).toString('base64') };
  }
  const bytes = Buffer.alloc(4 * features.length);
  features.forEach((value, i) => bytes.writeFloatLE(value, 4 * i));
  return { encoding: 'float32-le', base64: bytes.toString('base64') };
}

/** Newest first, all of them. */
function attemptsOf(store: Store, { id: personId }: Person): Attempt[] {
  const attempts: Attempt[] = [];
  for (;;) {
    const before = attempts.at(-1)?.id;
    const page = store.attempts.list({ limit: ATTEMPTS_A_PAGE, personId, before });
    attempts.push(...page);
    if (page.length < ATTEMPTS_A_PAGE) return attempts;
  }
}
