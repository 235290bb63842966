import { type FloatTensor, permute } from './tensor.ts';

// TensorFlow keeps images as NHWC and ONNX as NCHW; filters differ accordingly.
// O = output channels, I = input channels, H and W = the filter's rows and columns,
// M = outputs per input channel of a depthwise convolution.

/** TensorFlow convolution [H, W, I, O] to ONNX [O, I, H, W]. */
export function hwioToOihw(filter: FloatTensor): FloatTensor {
  return permute(filter, [3, 2, 0, 1]);
}

/** TensorFlow depthwise convolution [H, W, I, M] to ONNX [I * M, 1, H, W], one group per input. */
export function hwimToGroups(filter: FloatTensor): FloatTensor {
  const { shape, data } = permute(filter, [2, 3, 0, 1]);
  const [inputs = 1, multiplier = 1, rows = 1, columns = 1] = shape;
  return { shape: [inputs * multiplier, 1, rows, columns], data };
}

/** TensorFlow Lite convolution [O, H, W, I] to ONNX [O, I, H, W]. */
export function ohwiToOihw(filter: FloatTensor): FloatTensor {
  return permute(filter, [0, 3, 1, 2]);
}

/** TensorFlow Lite depthwise convolution [1, H, W, O] to ONNX [O, 1, H, W]. */
export function depthwiseHwoToGroups(filter: FloatTensor): FloatTensor {
  return permute(filter, [3, 0, 1, 2]);
}
