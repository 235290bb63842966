/** The settings of what runs on this machine, and what is on it. */
import { formatBytes, formatCount, plural } from '../format.ts';

export const models = {
  lead: 'Every file is read and checked against the hash it was measured with.',
  check: 'Check again',
  checking: 'Reading and checking every file',
  checked: 'Checked',
  encoder: 'Encoder',
  modelId: 'Model',
  objective: 'Trained by',
  margin: 'Margin',
  untuned: 'Limit by the margin alone',
  calibration: 'Measured on',
  columns: {
    name: 'Part',
    file: 'File',
    bytes: 'Size',
    licence: 'Licence',
    sha256: 'SHA-256',
    state: 'State',
  },
  bytes: (bytes: number) => formatBytes(bytes),
  measured: (set: string, date: string) => `${set}, ${date}`,
  missing: 'These models are not installed',
  copyHashes: 'Copy the hashes',
};

export const engine = {
  lead: 'What the models run on. A graphics processor is used only after it has proven that it computes the same.',
  provider: 'Compute on',
  providers: {
    auto: 'The fastest that is proven',
    cpu: 'Processor (CPU)',
    webgpu: 'WebGPU',
    cuda: 'CUDA',
    dml: 'DirectML',
    coreml: 'Core ML',
  },
  encoder: 'Encoder of faces',
  encoders: { standard: 'Standard: fast', accurate: 'Accurate: slower' } as Readonly<
    Record<string, string>
  >,
  encoderHint: 'Each has references of its own: people must be enrolled with the one that is used.',
  lanes: 'Images at once on the processor',
  lanesHint: '0: one for each processor.',
  proof: 'The proof',
  columns: {
    name: 'Computes on',
    state: 'State',
    drift: 'Greatest difference',
    time: 'Time',
    reason: 'Reason',
  },
  states: { used: 'In use', proven: 'Proven', refused: 'Refused', 'not tried': 'Not tried' },
  drift: (drift: number) => (drift === 0 ? '0' : drift.toExponential(1)),
  time: (ms: number) => `${ms < 10 ? ms.toFixed(1) : formatCount(ms)} ms`,
  lanesRunning: (lanes: number) => `${plural(lanes, 'lane', 'lanes')} running`,
  restart: 'What is set holds from the next start on.',
  quit: 'Close the program',
  changed: {
    provider: 'what computes',
    faceEncoder: 'encoder of faces',
    lanes: 'images at once',
  },
};

export const store = {
  lead: 'Everything is in one file on this machine, readable by its owner alone.',
  path: 'File',
  size: 'Size',
  people: 'People',
  references: 'References',
  journal: 'Written safely',
  journalValue: (journal: string, synchronous: string) => `${journal}, synchronous ${synchronous}`,
  schema: 'Version',
  intact: 'Intact: every page, every link, every seal of a reference',
  damaged: 'Damaged',
  check: 'Check again',
  checking: 'Reading everything',
  ofModel: (templates: number, modality: string, modelId: string) =>
    `${plural(templates, modality, `${modality}s`)} · ${modelId}`,
};

export const about = {
  version: (version: string) => `Version ${version}`,
  offlineTitle: 'Nothing leaves this machine',
  offline:
    'The program opens no connection, sends no statistics and looks for no updates. Captures, people and decisions stay in the store on this machine.',
  host: 'Window',
  hosts: { electron: 'Electron', chromium: 'Chromium' },
  platform: 'Machine',
  versions: 'Parts',
  licence: 'Licence of the program',
  licenceText: 'Apache-2.0',
  modelLicences: 'Licences of the models',
  limitsTitle: 'What it can’t do',
  limits:
    'It does not detect photographs, masks or fingers of silicone held before the sensor. Where that matters, somebody has to look.',
};
