import {
  formatBytes,
  formatCount,
  formatDistance,
  formatOdds,
  formatPercent,
  plural,
} from '../format.ts';

export const settings = {
  title: 'Settings',
  sections: 'Parts of the settings',
  section: {
    camera: 'Camera',
    decisions: 'Decisions',
    lookAlikes: 'Look-alikes',
    privacy: 'Retention and privacy',
    kiosk: 'Kiosk',
    models: 'Models',
    engine: 'Computing',
    store: 'Store',
    appearance: 'Appearance',
    about: 'About',
  },
  saved: (what: string) => `Saved: ${what}`,
  undone: (what: string) => `Undone: ${what}`,
  repaired: (paths: readonly string[]) =>
    `Some stored settings were damaged and are back at their defaults: ${paths.join(', ')}. Look through them; they are stored anew with the next change.`,
  wholeNumber: (least: number, most: number) =>
    `Use a whole number from ${formatCount(least)} to ${formatCount(most)}`,

  camera: {
    choose: 'Which camera',
    first: 'Whichever is there',
    gone: (label: string) => `${label} (not connected)`,
    chosen: 'camera',
    mirror: 'Mirror the live picture',
    mirrorHint:
      'As in a mirror: people find the right place more easily. Captures stay as they are.',
    automatic: 'Take the picture by itself',
    automaticHint: 'After a short countdown, once the picture is good. Space takes it by hand.',
    note: 'The picture is live only while this page is open. Nothing of it is looked at or kept.',
  },

  decisions: {
    lead: 'How often may the wrong person be accepted? Fewer wrong ones means turning away more of the right ones: both rates were measured, and stand side by side.',
    use: { desk: 'Desk', kiosk: 'Kiosk', audit: 'Audit' },
    uses: 'Where it is decided',
    verification: 'Is it this person? (1:1)',
    identification: 'Who is it? (1:N)',
    target: 'Wrong persons accepted, at most',
    band: 'Undecided band',
    bandNone: 'None: a match or no match',
    bandUpTo: (rate: number) => `Up to the limit for ${formatOdds(rate)}`,
    bandHint:
      'Distances beyond the limit, but within that of a looser rate, are told as undecided: somebody looks, or another capture is taken.',
    bandOfAudit: 'An audit has no undecided results: it uses the targets alone.',
    option: (rate: number) => formatOdds(rate),
    missing: (modality: string, comparisons: number) =>
      `${modality}: ${formatCount(comparisons)} comparisons are missing`,
    sentenceVerification: (rate: number) =>
      `Of wrong people who claim to be somebody, ${formatOdds(rate)} is accepted.`,
    sentenceIdentification: (rate: number) =>
      `Of searches for somebody who is not enrolled, ${formatOdds(rate)} names a person.`,
    sentenceReferences:
      'Each reference more is a chance to match by mistake: the limit grows stricter with it, so that the promise stays.',
    tableCaption: (question: string) =>
      `${question} What that means, as measured, for a person with one reference`,
    columns: {
      modality: 'Capture',
      threshold: 'Limit',
      falseNonMatch: 'Right persons turned away',
      evidence: 'Measured on',
    },
    falseNonMatch: (rate: number, mated: number) =>
      `${formatPercent(rate)} of ${formatCount(mated)}`,
    evidence: (falseMatches: number, comparisons: number, set: string) =>
      `${set}: ${plural(falseMatches, 'wrong match', 'wrong matches')} in ${formatCount(comparisons)} comparisons`,
    extrapolated: 'beyond what was measured: continued to the strict side',
    threshold: (distance: number) => formatDistance(distance, 3),
    notMeasured: 'not measured',
    support: {
      supported: 'Measured well: 30 wrong matches or more',
      'rule-of-three': 'Measured, with few wrong matches: the bound is wide',
      unsupported: 'Too few comparisons were measured',
    },
    changed: (use: string) => `rates of the ${use.toLowerCase()}`,
  },

  lookAlikes: {
    lead: 'Some people have a twin or a double who is enrolled as well, closer than the guard distance. What is asked of them?',
    policy: 'For people who have a look-alike',
    options: {
      nothing: { label: 'Nothing more', hint: 'The limit is that of everybody.' },
      stricter: {
        label: 'A stricter limit',
        hint: 'A tenth of the rate of wrong acceptances. Some of their captures have to be repeated.',
      },
      'second-modality': {
        label: 'A second capture of another kind',
        hint: 'A face alone, or a finger alone, is told as undecided until the other agrees.',
      },
    },
    changed: 'look-alikes',
  },

  privacy: {
    lead: 'What is kept, for how long. What is too old is erased when the store is opened and every day, bytes included.',
    attemptDays: 'Attempts stay in the activity for',
    attemptHint: '0 keeps them for ever. An attempt holds numbers and reasons, never an image.',
    probeDays: 'Features of captures stay for a replay for',
    probeHint:
      '0 keeps none: then no decision can be recomputed. Only of people who are enrolled; they go with the person.',
    consentMonths: 'Consent is suggested for',
    consentHint: 'At enrolment; who enrols may say otherwise.',
    keepImages: 'Keep the images of enrolments',
    keepImagesHint:
      'Sealed, in the store. Off is the safer choice: references do their work without any image.',
    days: 'days',
    months: 'months',
    apply: 'Erase what is too old now',
    applied: (attempts: number, probes: number) =>
      `${plural(attempts, 'attempt', 'attempts')} and ${plural(probes, 'probe', 'probes')} erased`,
    changed: {
      attemptDays: 'attempts',
      probeDays: 'replay',
      consentMonths: 'consent',
      keepImages: 'images',
    },
  },

  kiosk: {
    lead: 'A full-screen window for people who come by.',
    mode: 'How visitors say who they are',
    modes: { code: 'By a code or badge', identify: 'Not at all: they are searched for' },
    modality: 'What proves it',
    resultSeconds: 'A result is shown for',
    idleSeconds: 'An unfinished visit is dropped after',
    attempts: 'It pauses after failures',
    attemptsHint: 'Of one code, or in a row.',
    lockOutSeconds: 'A pause takes',
    sound: 'Sounds',
    soundHint: 'Accepted and not recognised can be told apart without looking.',
    greeting: 'Greeting',
    greetingHint: 'Stands above the first sentence, such as the name of the place.',
    seconds: 'seconds',
    failures: 'failures',
    pin: 'PIN',
    enter: 'Start the kiosk',
    fingerNote:
      'No fingerprint scanner is connected to this program: a fingerprint kiosk takes image files of scans.',
    changed: {
      mode: 'how visitors say who they are',
      modality: 'kind of capture',
      resultSeconds: 'result',
      idleSeconds: 'unfinished visits',
      attemptsBeforeLockOut: 'failures',
      lockOutSeconds: 'pause',
      sound: 'sounds',
      greeting: 'greeting',
    },
  },

  models: {
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
  },

  engine: {
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
    encoderHint:
      'Each has references of its own: people must be enrolled with the one that is used.',
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
  },

  store: {
    lead: 'Everything is in one file on this machine, readable by its owner alone.',
    path: 'File',
    size: 'Size',
    people: 'People',
    references: 'References',
    journal: 'Written safely',
    journalValue: (journal: string, synchronous: string) =>
      `${journal}, synchronous ${synchronous}`,
    schema: 'Version',
    integrity: 'Integrity',
    intact: 'Intact: every page, every link, every seal of a reference',
    damaged: 'Damaged',
    check: 'Check again',
    checking: 'Reading everything',
    ofModel: (templates: number, modality: string, modelId: string) =>
      `${plural(templates, modality, `${modality}s`)} · ${modelId}`,
  },

  appearance: {
    theme: 'Appearance',
    themes: { system: 'As the system', light: 'Light', dark: 'Dark' },
    operator: 'Operator',
    operatorHint: 'Stands in consents that are recorded on this machine.',
    changed: { appearance: 'appearance', operator: 'operator' },
  },

  about: {
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
  },
};
