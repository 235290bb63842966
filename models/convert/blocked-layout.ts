import type { Attributes, GraphWriter, ValueName } from './onnx-writer.ts';

// ONNX Runtime runs convolutions, pools, Relu and Add on the CPU in a layout blocked by channels
// (NCHWc). An operator that it does not have in that layout costs a conversion of its whole input
// and one of its output, and drags its neighbours out of the layout too. So PRelu and the padding
// of channels are written here in terms of convolutions, which give the same values to the bit.
// Measured with ONNX Runtime 1.30 on one AVX-512 core, with ONNX's own operators and as written
// here: MobileFaceNet 9.9 and 3.8 ms, FaceMesh 3.4 and 0.8 ms, BlazeFace 4.7 and 4.0 ms.

/** A block's channels with AVX-512; 8 with AVX2. */
const BLOCK_CHANNELS = 16;

/**
 * PReLU - x above zero, slope * x below it, a slope a channel - as relu(x) - slope * relu(-x): one
 * of the two terms is always zero.
 */
export function writePrelu(writer: GraphWriter, input: ValueName, slopes: Float32Array): ValueName {
  const negated = scaleChannels(
    writer,
    input,
    slopes.map(() => -1),
  );
  const below = scaleChannels(
    writer,
    writer.node('Relu', [negated]),
    slopes.map((slope) => -slope),
  );
  return writer.node('Add', [below, writer.node('Relu', [input])]);
}

/** Adds zero channels after the last, or drops the last: a 1x1 convolution with an identity matrix. */
export function writeChannelCount(
  writer: GraphWriter,
  input: ValueName,
  channels: number,
  wantedChannels: number,
): ValueName {
  const identity = new Float32Array(wantedChannels * channels);
  for (let channel = 0; channel < Math.min(channels, wantedChannels); channel += 1) {
    identity[channel * channels + channel] = 1;
  }
  const filter = writer.constant(identity, [wantedChannels, channels, 1, 1]);
  return writer.node('Conv', [input, filter], { kernel_shape: [1, 1] });
}

/**
 * MaxPool of a number of channels that need not fill whole blocks. Convolutions fill up the last
 * block by themselves; a pool leaves the layout instead, so the channels are added and dropped here.
 */
export function writeMaxPool(
  writer: GraphWriter,
  input: ValueName,
  channels: number,
  attributes: Attributes,
): ValueName {
  const wholeBlocks = Math.ceil(channels / BLOCK_CHANNELS) * BLOCK_CHANNELS;
  if (wholeBlocks === channels) return writer.node('MaxPool', [input], attributes);
  const filled = writeChannelCount(writer, input, channels, wholeBlocks);
  const pooled = writer.node('MaxPool', [filled], attributes);
  return writeChannelCount(writer, pooled, wholeBlocks, channels);
}

/** Multiplies each channel by a factor, as a 1x1 depthwise convolution. */
function scaleChannels(writer: GraphWriter, input: ValueName, factors: Float32Array): ValueName {
  const filter = writer.constant(factors, [factors.length, 1, 1, 1]);
  return writer.node('Conv', [input, filter], { group: factors.length, kernel_shape: [1, 1] });
}
