/**
 * Every tuned number of the product, with its unit, its source and the date it was set.
 * What belongs to one set of weights (normalisation, alignment, thresholds) is in its manifest.
 */
export const IMAGE = {
  /** Bytes of an encoded image. Larger files are no captures; 2026-11. */
  maxBytes: 256 * 2 ** 20,
  /** Pixels of a decoded image. Twice the largest common camera (24 Mpx); 2026-11. */
  maxPixels: 50e6,
  /** Pixels of the shorter side: nothing smaller holds a face of the least size. 2026-11. */
  minSide: 32,
  /**
   * Pixels of the longer side of the working image. A face that the detector can see in a whole
   * photograph (about 4 % of its side) still has 64 px here; 2026-11.
   */
  workingSide: 1600,
} as const;

export const FACE = {
  detection: {
    /** Probability above which a detection counts. BlazeFace's own operating point. */
    confidence: 0.5,
    /** Intersection over union above which two detections are one face. */
    mergeOverlap: 0.3,
    /**
     * From here on a face is taken to be the right way up. 95 % of upright faces of lfw_dev are
     * surer (0.79), of the same turned upside down 3 %; 2026-11.
     */
    sureConfidence: 0.8,
    /** Shares of the longer side added around the image where no face was found at first. */
    retryPaddings: [0.25, 0.5],
    /** Side of a tile, as a share of the longer side, for faces too small in the whole image. */
    tileShare: 0.5,
    /** Longer side in pixels from which tiles are worth while. */
    tileFromSide: 480,
    /** A rival of the main face has more than this share of its area... By judgement; 2026-11. */
    rivalAreaShare: 0.5,
    /** ...and less than this lag in prominence, as a share of the main face's area. */
    rivalLead: 1,
  },
  landmarks: {
    /** Probability of a face in the crop, below which the next crop is tried. */
    confidence: 0.5,
    /**
     * From here on the landmarks settle which way up a face is that the detector is not sure of:
     * reached by 96 % of such upright faces of lfw_dev, by 6 % turned upside down; 2026-11.
     */
    sureConfidence: 0.999,
    /** Sides of the square crop over the longer side of the detected box, tried in order. */
    cropSides: [1.5, 1.3, 1.7, 1.15, 2.0],
    /** Pitch of the mesh's forehead-to-chin line on a frontal face, in degrees: lfw_dev's median. */
    frontalPitchDeg: 5.4,
  },
  /**
   * Set where the false non-match rate at FMR 1e-3 leaves its plateau (1.2 %): 260 mated pairs of
   * lfw_dev whose probe was blurred, shrunk, darkened, brightened or flattened step by step;
   * 2026-11. Nothing of the untouched set is refused by any of them.
   */
  quality: {
    /** Pixels between the eye centres. At 13 px 3.8 % are not matched, at 10 px 5.4 %. */
    minInterEyeDistancePx: 12,
    /** See quality.ts. At 0.08 7 % are not matched, at 0.07 15 %, at 0.05 50 %. */
    minSharpness: 0.07,
    /** Mean luminance, 0..255. At 20 2.7 % are not matched, at 13 16 %. */
    minBrightness: 15,
    /** At 236 6.9 % are not matched, at 247 25 %. */
    maxBrightness: 242,
    /** Standard deviation of the luminance. At 11 3.1 % are not matched, at 7 12 %. */
    minContrast: 6,
    /** Share of face points outside the image. By judgement. */
    maxOutsideShare: 0.2,
    /** Degrees from frontal. Beyond what the set holds (56 and 43). */
    maxYawDeg: 60,
    maxPitchDeg: 50,
  },
} as const;

export const FINGERPRINT = {
  /** Pixels per inch that can be right: old live scanners and macro photographs. 2026-11. */
  minDpi: 150,
  maxDpi: 2000,
  /** Impressions of a finger that an enrolment should have: fewer leave too much of it unseen. */
  advisedImpressions: 3,
  resolution: {
    /** Pixels per inch where nobody says: what live scanners have (FBI appendix F). */
    usualDpi: 500,
    /** How far the two axes of a file's resolution may differ, as a share. By judgement; 2026-11. */
    maxAxisDifference: 0.02,
    /** Pixels per inch that the ridge period is read at. */
    periodDpi: 500,
    /**
     * Millimetres from ridge to ridge. The medians of 920 prints of FVC2002 and FCJ2020 are 0.32
     * to 0.60; read at twice the resolution they are 0.17 to 0.28 with few exceptions, at half of
     * it 0.64 to 1.11 (2026-11).
     */
    minRidgePeriodMm: 0.3,
    maxRidgePeriodMm: 0.68,
    /** Millimetres of the shorter and of the longer side: no imprint of one finger is outside. */
    minSideMm: 4,
    maxSideMm: 100,
  },
  /**
   * What a comparison can't do with. None of 920 prints of FVC2002 and FCJ2020 is refused by any of
   * them; 2026-11.
   */
  quality: {
    /** Square millimetres of the imprint. The least of the 920 is 45. */
    minAreaMm2: 25,
    /**
     * Mean expected correlation with the clean pattern of ridges. The least of the prints is 0.37;
     * of 80 photographs of faces (LFW, 250 and 500 px) the most is 0.30. Nearer to the faces: who
     * is turned away loses more than who fails to match.
     */
    minClarity: 0.28,
    /** The same where no period of ridges can be told: above all faces, below all prints. */
    minClarityWithoutPeriod: 0.33,
    /**
     * Anchors times clarity: what tells best whether a print will match. Of mated pairs whose
     * weaker print has less than 18, 14 % are not matched at FMR 1e-3, at 18 to 22 4 %, at 22 to 30
     * 1 %, above 0.3 %. Refusing all below 19, 3 % of the prints, takes the mean EER of the five
     * sets from 0.9 to 0.5 %; but they are nearly all of one sensor's.
     */
    minClearAnchors: 8,
    /** Standard deviation of the grey, 0..127.5. */
    minContrast: 8,
    maxDryness: 0.9,
    maxWetness: 0.9,
    /** Share of the outline on the image's border; 1 refuses none: small sensors show no outline. */
    maxCutOffShare: 1,
  },
} as const;

export const ENGINE = {
  /** Milliseconds for one request, decoding of the largest allowed image included. */
  requestTimeoutMs: 60_000,
  /** Milliseconds for opening; a software adapter compiles shaders for over a minute. */
  openTimeoutMs: 300_000,
  /** Waits before a restart, in milliseconds; the last one repeats. */
  restartBackoffMs: [0, 250, 1_000, 5_000],
  /** Crashes of a GPU lane after which the engine stays on the CPU. */
  maxGpuCrashes: 3,
  /** A crash that follows a longer run than this starts the count anew, in milliseconds. */
  crashMemoryMs: 600_000,
  /** Images decoded ahead of each lane. */
  decodeAhead: 2,
  /** Largest difference of a unit embedding's components between a GPU lane and the CPU. */
  maxProviderDrift: 1e-4,
} as const;

export const DECISION = {
  /** Target false match rate of a 1:1 decision where the operator sets none. */
  verificationFmr: 1e-3,
  /** Target false positive identification rate of a 1:N decision where the operator sets none. */
  identificationFpir: 1e-2,
  /** Confidence of every stated bound. */
  confidence: 0.95,
  /**
   * Expected number of false pairs among all pairs of an audit's images at the threshold of the
   * duplicate search.
   */
  duplicateFalsePairs: 1,
} as const;

/** Look-alikes. By judgement; 2026-11. */
export const GUARD = {
  /**
   * Times the rate of a verification, per comparison, at which another person is too close: two
   * captures of one pair of people differ, so that who is a little beyond the limit at enrolment
   * may be within it next time.
   */
  looser: 10,
  /**
   * Share of all people whom chance alone may flag: the more are enrolled, the closer the nearest
   * of them, and a guard that flags everybody guards nobody.
   */
  flaggedShare: 0.1,
  /** What the target rate of somebody with a look-alike is divided by, where the policy says so. */
  stricter: 10,
} as const;

export const AUDIT = {
  /** Days for which an interrupted audit can be resumed; then its embeddings go. 2026-11. */
  keepUnfinishedDays: 30,
} as const;

export const EVALUATION = {
  /** Days after which features that no evaluation used leave the cache. By judgement; 2026-11. */
  cacheDays: 30,
  /** Comparisons of one evaluation: 50 million take 1 GB and a minute. By judgement; 2026-11. */
  mostComparisons: 50e6,
  /** False match rates that operating points are measured for, from the most tolerant. */
  targets: [
    1e-1, 5e-2, 2e-2, 1e-2, 5e-3, 2e-3, 1e-3, 5e-4, 2e-4, 1e-4, 5e-5, 2e-5, 1e-5, 5e-6, 2e-6, 1e-6,
  ],
  /** False matches that give a rate to within 30 % at 90 % confidence (Doddington's rule of 30). */
  ruleOfThirty: 30,
  /** Comparisons times rate that, without a false match, give 95 % confidence (ISO/IEC 19795-1). */
  ruleOfThree: 3,
  /**
   * One-sided, of the bound by person, which is stated at 95 %: its variance is an estimate, and at
   * 95 % it held in 93 to 98 of 100 halvings of lfw_dev by person (rates 1e-2 and 1e-3, two
   * encoders); 2026-11.
   */
  boundConfidence: 0.99,
  bootstrap: {
    /** Enough for the ends of a 95 % interval to lie on 25 replicates each; 2026-11. */
    replicates: 1000,
    confidence: 0.95,
    /** Comparisons of either kind looked at one by one: a false match rate of 1e-2 of 10^7. */
    exactComparisons: 100_000,
  },
  /** Quantiles of each population between which a likelihood ratio is estimated. By judgement. */
  fusionClasses: 256,
  labelErrors: {
    /**
     * Captures of two labels are close where so many of the mated pairs are farther and so few of
     * the non-mated ones closer. With both, in FCJ2020 all eight known wrong labels are found, and
     * one more that is wrong (124_5_1); in lfw_dev four that are wrong by eye, and a pair of
     * people who look alike; 2026-11.
     */
    closeShare: 0.75,
    closeFmr: 1e-3,
  },
} as const;

export const KIOSK = {
  pin: {
    /** Wrong PINs that cost nothing: slips of the finger. By judgement; 2026-11. */
    freeTries: 3,
    /** Pause after the next one; doubled by every further one. By judgement; 2026-11. */
    firstPauseMs: 30_000,
    longestPauseMs: 3_600_000,
    /** 378 ms and 128 MiB a guess (measured 2026-11); OWASP's recommendation for scrypt. */
    scrypt: { n: 2 ** 17, r: 8, p: 1, saltBytes: 16, keyBytes: 32 },
  },
  /** Codes whose failures are remembered, at most. */
  mostCodes: 1_000,
  /** After which a code's earlier failures no longer count. By judgement; 2026-11. */
  forgetCodeMs: 3_600_000,
} as const;
