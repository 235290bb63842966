import { decodeHalfFloat } from './half-float.ts';
import { elementCount, type Tensor } from './tensor.ts';
import type { TfjsWeight, TfjsWeightGroup } from './tfjs-model.ts';

/**
 * Decodes the weights of a TensorFlow.js model: each group's files are one run of bytes, in which
 * the tensors follow each other without gaps, little-endian.
 *
 * @param readFile gives the bytes of a file by the path that the group names
 */
export function readTfjsWeights(
  groups: readonly TfjsWeightGroup[],
  readFile: (path: string) => Uint8Array,
): Map<string, Tensor> {
  const tensors = new Map<string, Tensor>();
  for (const group of groups) {
    const bytes = Buffer.concat(group.paths.map(readFile));
    const expectedBytes = group.weights.reduce((sum, weight) => sum + byteLength(weight), 0);
    if (bytes.length !== expectedBytes) {
      throw new Error(
        `Expected ${expectedBytes} bytes of weights for ${group.paths.join(', ')} but received ` +
          `${bytes.length}. Fetch the files again.`,
      );
    }

    let offset = 0;
    for (const weight of group.weights) {
      const end = offset + byteLength(weight);
      tensors.set(weight.name, decodeWeight(weight, bytes.subarray(offset, end)));
      offset = end;
    }
  }
  return tensors;
}

function byteLength(weight: TfjsWeight): number {
  const bytesPerValue = { float16: 2, uint8: 1, none: 4 }[weight.quantization?.dtype ?? 'none'];
  return elementCount(weight.shape) * bytesPerValue;
}

function decodeWeight({ shape, dtype, quantization }: TfjsWeight, bytes: Buffer): Tensor {
  const length = elementCount(shape);
  if (dtype === 'int32') {
    return { shape, data: Int32Array.from({ length }, (_, index) => bytes.readInt32LE(4 * index)) };
  }
  return { shape, data: Float32Array.from({ length }, floatReader(bytes, quantization)) };
}

function floatReader(
  bytes: Buffer,
  quantization: TfjsWeight['quantization'],
): (unused: unknown, index: number) => number {
  switch (quantization?.dtype) {
    case undefined:
      return (_, index) => bytes.readFloatLE(4 * index);
    case 'float16':
      return (_, index) => decodeHalfFloat(bytes.readUInt16LE(2 * index));
    case 'uint8': {
      const { scale, min } = quantization;
      return (_, index) => bytes.readUInt8(index) * scale + min;
    }
  }
}
