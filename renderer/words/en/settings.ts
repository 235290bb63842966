import { formatCount, plural } from '../format.ts';
import { decisions, lookAlikes } from './settings-decisions.ts';
import { about, engine, models, store } from './settings-machine.ts';

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
    applyTitle: 'Erase what is too old?',
    applyText: (attemptDays: number, probeDays: number) => {
      const older = (days: number) => `older than ${plural(days, 'day', 'days')}`;
      const attempts =
        attemptDays === 0 ? 'All attempts stay' : `Attempts ${older(attemptDays)} go`;
      const probes = probeDays === 0 ? 'all of them' : `those ${older(probeDays)}`;
      return `${attempts}; of the features of captures ${probes} go. This can’t be undone.`;
    },
    applyAction: 'Erase',
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

  appearance: {
    theme: 'Appearance',
    themes: { system: 'As the system', light: 'Light', dark: 'Dark' },
    operator: 'Operator',
    operatorHint: 'Stands in consents that are recorded on this machine.',
    changed: { appearance: 'appearance', operator: 'operator' },
  },

  decisions,
  lookAlikes,
  models,
  engine,
  store,
  about,
};
