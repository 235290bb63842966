/** Looks at a capture without deciding anything; nothing of it is kept, and nothing logged. */
import type { AssessmentReport, ImagePreview } from '../contract/capture.ts';
import { AppError } from '../core/failure.ts';
import { anchorPlaces } from '../core/fingerprint/anchor-places.ts';
import type { Acquisition, CaptureOptions } from '../core/sample.ts';
import type { Point } from '../core/vocabulary.ts';
import type { Engine } from '../engine/client.ts';
import { reportSample } from './decisions/reports.ts';

export interface Capture {
  assess(input: {
    readonly probe: Uint8Array;
    readonly capture: CaptureOptions;
  }): Promise<AssessmentReport>;
  /** @throws AppError `bad-input` with the reason where the image can't be read */
  preview(input: { readonly image: Uint8Array; readonly maxSide: number }): Promise<ImagePreview>;
}

export function createCapture({ engine }: { readonly engine: Engine }): Capture {
  return {
    async assess({ probe, capture }) {
      const acquisition = await engine.look({ kind: 'bytes', bytes: probe }, capture);
      return { sample: reportSample(acquisition), points: pointsOf(acquisition) };
    },
    async preview({ image, maxSide }) {
      const preview = await engine.preview({ kind: 'bytes', bytes: image }, maxSide);
      if (preview.outcome === 'shown') {
        const { outcome: _, ...shown } = preview;
        return shown;
      }
      const problems = preview.reasons.map(({ problem }) => problem).join(', ');
      throw new AppError(
        'bad-input',
        `Expected an image that can be read but received another (${problems}); choose another file.`,
      );
    },
  };
}

function pointsOf(acquisition: Acquisition): readonly Point[] {
  if (acquisition.outcome === 'failure-to-acquire') return acquisition.points ?? [];
  const { sample } = acquisition;
  if (sample.modality === 'face') return sample.landmarks;
  return anchorPlaces(sample.features, sample.resolution.dpi);
}
