/** Where the anchors of a print lie in its image: for whoever draws them. */
import { scalePoints } from '../geometry.ts';
import type { AnchorTemplate, Point } from '../vocabulary.ts';
import { POSITION_STEPS, TEMPLATE_DPI, unpackAnchors } from './anchor-template.ts';

/** @param dpi of the image */
export function anchorPlaces(template: AnchorTemplate, dpi: number): readonly Point[] {
  const { count, x, y } = unpackAnchors(template);
  const places = Array.from({ length: count }, (_, i) => ({
    x: x[i] / POSITION_STEPS,
    y: y[i] / POSITION_STEPS,
  }));
  return scalePoints(places, dpi / TEMPLATE_DPI);
}
