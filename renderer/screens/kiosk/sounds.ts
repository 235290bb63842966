/** Three short sounds that can be told apart without looking: up, down, level. */
export type Sound = 'accepted' | 'rejected' | 'other';

interface Tone {
  /** Hertz. */
  readonly pitch: number;
  /** Seconds after the beginning, and long. */
  readonly at: number;
  readonly long: number;
}

const TONES: Readonly<Record<Sound, readonly Tone[]>> = {
  accepted: [
    { pitch: 523.25, at: 0, long: 0.14 },
    { pitch: 783.99, at: 0.13, long: 0.28 },
  ],
  rejected: [
    { pitch: 246.94, at: 0, long: 0.22 },
    { pitch: 185, at: 0.2, long: 0.36 },
  ],
  other: [
    { pitch: 392, at: 0, long: 0.16 },
    { pitch: 392, at: 0.24, long: 0.16 },
  ],
};

const LOUDNESS = 0.25;

export interface Sounds {
  play(sound: Sound): void;
  close(): void;
}

/** The browser lets sounds be heard once a key or finger has touched the page. */
export function createSounds(): Sounds {
  let context: AudioContext | undefined;
  return {
    play(sound) {
      context ??= new AudioContext();
      const { currentTime } = context;
      void context.resume();
      for (const tone of TONES[sound]) playTone(context, tone, currentTime);
    },
    close() {
      void context?.close();
      context = undefined;
    },
  };
}

function playTone(context: AudioContext, { pitch, at, long }: Tone, startsAt: number): void {
  const oscillator = context.createOscillator();
  const gain = context.createGain();
  oscillator.type = 'triangle';
  oscillator.frequency.value = pitch;
  const from = startsAt + at;
  // Without a rise and a fall it would click.
  gain.gain.setValueAtTime(0, from);
  gain.gain.linearRampToValueAtTime(LOUDNESS, from + 0.02);
  gain.gain.exponentialRampToValueAtTime(0.001, from + long);
  oscillator.connect(gain).connect(context.destination);
  oscillator.start(from);
  oscillator.stop(from + long);
}
