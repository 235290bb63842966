/** Whose captures are made, in which order, and what their files are called. */

/** In the order in which fingers are usually enrolled; ISO/IEC 19794-4 codes. */
const FINGER_ORDER = [2, 7, 1, 6, 3, 8, 4, 9, 5, 10] as const;

export const MOST_FINGERS = FINGER_ORDER.length;

export interface CrowdSize {
  readonly people: number;
  /** Of each person. */
  readonly fingers: number;
  /** Of each finger. */
  readonly impressions: number;
}

export interface PlannedFinger {
  /** 1 for the first. */
  readonly number: number;
  readonly person: string;
  readonly finger: number;
  readonly impressions: readonly { readonly impression: number; readonly name: string }[];
}

/** Everybody's fingers; those of a smaller crowd are the same ones. */
export function planCrowd({ people, fingers, impressions }: CrowdSize): PlannedFinger[] {
  const plan: PlannedFinger[] = [];
  for (let number = 1; number <= people; number++) {
    const person = `p${String(number).padStart(3, '0')}`;
    for (const finger of FINGER_ORDER.slice(0, fingers)) {
      const captures = Array.from({ length: impressions }, (_, i) => ({
        impression: i + 1,
        name: `${person}_${finger}_${i + 1}`,
      }));
      plan.push({ number, person, finger, impressions: captures });
    }
  }
  return plan;
}
