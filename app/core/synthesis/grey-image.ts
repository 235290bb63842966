/** 8 bits a pixel, row-major, `data.length = width x height`. */
export interface GreyImage {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}
