const floatBits = new DataView(new ArrayBuffer(4));

/**
 * The value of an IEEE 754 binary16 number given as its 16 bits: 1 sign, 5 exponent (bias 15) and
 * 10 fraction bits. Every such number is exact in float32.
 */
export function decodeHalfFloat(bits: number): number {
  const sign = (bits & 0x8000) << 16;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;

  // Zero and the subnormals: fraction x 2^-24, which float32 holds as a normal number.
  if (exponent === 0) return (sign === 0 ? 1 : -1) * fraction * 2 ** -24;

  // 0xff: infinity or NaN. Otherwise the bias goes from 15 to 127.
  const wideExponent = exponent === 0x1f ? 0xff : exponent + 112;
  floatBits.setUint32(0, (sign | (wideExponent << 23) | (fraction << 13)) >>> 0);
  return floatBits.getFloat32(0);
}
