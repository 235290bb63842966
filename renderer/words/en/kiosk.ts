import { formatDuration } from '../format.ts';

export const kiosk = {
  title: 'Kiosk',

  /** The page from which it is started. */
  lead: 'A screen for people who have no training and ten seconds.',
  what: [
    'The window goes full screen and answers nothing but the kiosk: no list of people, no settings, no files.',
    'Visitors hear whether they were recognised, and their own name. Nobody else’s, and no numbers.',
    'Captures are dropped as soon as they are decided on. Every attempt is in the activity.',
    'After failures it pauses for a while. To leave it, the PIN is needed, also after a restart.',
  ],
  systemKeys:
    'Keys of the system, such as Alt+Tab, are the system’s own: this window can’t switch them off. Use the kiosk or assigned-access mode of the system as well.',
  start: 'Start the kiosk',
  change: 'Change the settings of the kiosk',
  summaryCode: (modality: string) =>
    `Visitors say who they are by a code or badge; the ${modality} proves it.`,
  summaryIdentify: (modality: string) => `Visitors are searched for by their ${modality} alone.`,

  /** One sentence at a time, in large letters. */
  sentenceIdle: 'Your code or badge, please',
  sentenceSearch: 'Touch to begin',
  sentenceCode: 'Then press the arrow',
  sentenceFace: 'Look into the camera',
  sentenceFinger: 'Give the image of your finger',
  sentenceDeciding: 'One moment',
  sentencePaused: 'Please wait',

  code: 'Your code',
  codeEmpty: 'No code yet',
  begin: 'Begin',
  enter: 'Go on',
  erase: 'Erase the last character',
  startOver: 'Start over',
  take: 'Take the picture now',
  keypad: 'Keys',
  board: { digits: '123', upper: 'ABC', lower: 'abc' },
  noScanner:
    'No fingerprint scanner is connected to this program. It takes the image of a scan: drop it here, paste it, or choose the file.',

  results: {
    accepted: 'Welcome',
    welcome: (name: string) => name,
    rejected: {
      word: 'Not recognised',
      sentence: 'Check your code and try again, or ask for help.',
    },
    undecided: { word: 'Not certain', sentence: 'Try once more, or ask for help.' },
    secondNeeded: {
      word: 'One more check',
      sentence: 'Please ask a member of staff.',
    },
    again: { word: 'Once more', sentence: 'The picture could not be used.' },
    paused: 'Please wait',
    pausedFor: (seconds: number) => `Try again in ${formatDuration(seconds)}, or ask for help.`,
    failed: {
      word: 'Out of order',
      sentence: 'Please ask a member of staff.',
    },
  },
  pausedLead: 'Too many tries. It goes on by itself, or ask for help.',
  /** `1:05` */
  pausedLeft: (seconds: number) =>
    `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`,

  leave: {
    open: 'Leave the kiosk: press and hold, or Ctrl+Shift+L',
    title: 'Leave the kiosk',
    pin: 'PIN',
    digits: (count: number) => `${count} ${count === 1 ? 'digit' : 'digits'} entered`,
    action: 'Leave',
    wrong: 'This is not the PIN.',
    paused: (seconds: number) => `Too many wrong PINs. Wait ${formatDuration(seconds)}.`,
  },

  pin: {
    unset: 'No PIN yet: set one, the kiosk can’t be left without it.',
    set: 'A PIN is set.',
    setTitle: 'Set a PIN',
    changeTitle: 'Change the PIN',
    current: 'PIN until now',
    next: 'New PIN',
    hint: '4 to 12 digits',
    repeat: 'New PIN again',
    differs: 'The two are not the same',
    form: 'Use 4 to 12 digits',
    save: 'Set the PIN',
    saved: 'The PIN is set',
    forgotten:
      'Forgotten? Close the window and run “twinmark settings reset-kiosk” on this machine.',
  },
};
