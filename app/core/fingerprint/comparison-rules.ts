/** How anchors of two prints are brought together; the numbers are the manifest's. */
export interface AnchorComparison {
  /** Distance from which two anchors have nothing to do with each other; the most of two prints. */
  readonly margin: number;
  /** Pairs that two captures of one finger are expected to show; those missing count the margin. */
  readonly expected: number;
  /** Largest turn between two captures, in degrees. */
  readonly maxTurnDeg: number;
  /** How many of the closest pairs are tried as the motion. */
  readonly hypotheses: number;
  /**
   * How far from where a rigid motion takes it an anchor may lie: pixels of the preprocessed
   * print, and a share of its distance from the pair that the motion was taken from.
   */
  readonly reachPx: number;
  readonly reachShare: number;
  /** How often an affine motion is fitted to the pairs, and the pairs are gathered anew. */
  readonly refinements: number;
  /** The same as above for the affine motion, and the distance from the centre of its pairs. */
  readonly fitPx: number;
  readonly fitShare: number;
  /** How far from the centre a pair must lie to weigh as much as the belief that skin is rigid. */
  readonly stiffnessPx: number;
  /** How far the direction of an anchor may be off, in radians. */
  readonly residualRad: number;
  /** Fewer anchors on a side, or pairs of a motion, say nothing. */
  readonly minAnchors: number;
}
