import { writeChannelCount } from './blocked-layout.ts';
import { hwioToOihw } from './layout.ts';
import { createGraphWriter, type GraphWriter, type Port, type ValueName } from './onnx-writer.ts';
import { expectFloats, type FloatTensor, type Tensor } from './tensor.ts';
import { parseWeightGroups } from './tfjs-model.ts';
import { readTfjsWeights } from './tfjs-weights.ts';

/** [N, 3, 150, 150] float32, RGB, (x - [122.782, 117.001, 104.298]) / 255. */
const IMAGE: Port = { name: 'image', shape: ['N', 3, 150, 150] };

/** [N, 128] float32, not of unit length. */
const EMBEDDING: Port = { name: 'embedding', shape: ['N', 128] };

/** Channels and side of the square in pixels: the shape of a value is [N, channels, side, side]. */
type Image = { readonly name: ValueName; readonly channels: number; readonly side: number };

/** The residual blocks in order, by the names of face-api's weights. */
const BLOCKS = [
  { name: 'conv32_1', halves: false },
  { name: 'conv32_2', halves: false },
  { name: 'conv32_3', halves: false },
  { name: 'conv64_down', halves: true },
  { name: 'conv64_1', halves: false },
  { name: 'conv64_2', halves: false },
  { name: 'conv64_3', halves: false },
  { name: 'conv128_down', halves: true },
  { name: 'conv128_1', halves: false },
  { name: 'conv128_2', halves: false },
  { name: 'conv256_down', halves: true },
  { name: 'conv256_1', halves: false },
  { name: 'conv256_2', halves: false },
  { name: 'conv256_down_out', halves: true },
] as const;

/**
 * dlib's face recognition network, a ResNet of 29 convolutions (King 2017), from face-api's 8-bit
 * weights to ONNX. face-api keeps no graph beside the weights: this is dlib's, written out.
 */
export function convertDlibResnet(
  weightsManifest: Uint8Array,
  readWeightFile: (path: string) => Uint8Array,
): Uint8Array {
  const weights = readTfjsWeights(parseWeightGroups(weightsManifest), readWeightFile);
  const writer = createGraphWriter();
  const layers = createLayers(writer, weights);

  let image = layers.convolution({ name: IMAGE.name, channels: 3, side: 150 }, 'conv32_down', 2);
  image = layers.maxPool(layers.relu(image));
  for (const { name, halves } of BLOCKS) {
    image = halves ? layers.halvingBlock(image, name) : layers.block(image, name);
  }
  layers.embed(image, 'fc');
  return writer.serialise('dlib-resnet', [IMAGE], [EMBEDDING]);
}

function createLayers(writer: GraphWriter, weights: ReadonlyMap<string, Tensor>) {
  /**
   * face-api's "scale layer" after a convolution, (conv(x) + bias) * scale + shift, becomes a
   * convolution with filter * scale and bias * scale + shift. With the stride 1 the size is kept
   * by zeros around; with the stride 2 there is no padding.
   */
  function convolution(image: Image, name: string, stride: 1 | 2): Image {
    const filter = hwioToOihw(floats(`${name}/conv/filters`));
    const scale = floats(`${name}/scale/weights`).data;
    const shift = floats(`${name}/scale/biases`).data;
    const bias = floats(`${name}/conv/bias`).data;
    const [channels = 0, , window = 0] = filter.shape;
    const perChannel = filter.data.length / channels;
    const at = (values: Float32Array, channel: number) => values[channel] ?? Number.NaN;
    const scaledFilter = filter.data.map(
      (value, index) => value * at(scale, Math.floor(index / perChannel)),
    );
    const scaledBias = bias.map(
      (value, channel) => value * at(scale, channel) + at(shift, channel),
    );

    const inputs = [
      image.name,
      writer.constant(scaledFilter, filter.shape),
      writer.constant(scaledBias, [channels]),
    ];
    const margin = stride === 1 ? (window - 1) / 2 : 0;
    return {
      name: writer.node('Conv', inputs, {
        kernel_shape: [window, window],
        pads: [margin, margin, margin, margin],
        strides: [stride, stride],
      }),
      channels,
      side: Math.floor((image.side + 2 * margin - window) / stride) + 1,
    };
  }

  function relu(image: Image): Image {
    return { ...image, name: writer.node('Relu', [image.name]) };
  }

  function maxPool(image: Image): Image {
    return pool(image, 'MaxPool', 3);
  }

  /** Windows of `window` x `window` pixels, two apart, without padding. */
  function pool(image: Image, operator: 'MaxPool' | 'AveragePool', window: number): Image {
    const attributes = { kernel_shape: [window, window], strides: [2, 2] };
    const side = Math.floor((image.side - window) / 2) + 1;
    return { ...image, name: writer.node(operator, [image.name], attributes), side };
  }

  function block(image: Image, name: string): Image {
    const inner = relu(convolution(image, `${name}/conv1`, 1));
    return sum(image, convolution(inner, `${name}/conv2`, 1));
  }

  /** A block that halves the size; both branches grow with zeros to the larger of the two. */
  function halvingBlock(image: Image, name: string): Image {
    const inner = relu(convolution(image, `${name}/conv1`, 2));
    const long = convolution(inner, `${name}/conv2`, 1);
    const short = pool(image, 'AveragePool', 2);
    return sum(padChannels(short, long.channels), padSide(long, short.side));
  }

  function sum(left: Image, right: Image): Image {
    if (left.channels !== right.channels || left.side !== right.side) {
      throw new Error(
        `Expected ${left.channels} channels of ${left.side} pixels for a sum but received ` +
          `${right.channels} of ${right.side}. Convert the files that the manifest pins.`,
      );
    }
    return relu({ ...left, name: writer.node('Add', [left.name, right.name]) });
  }

  function padChannels(image: Image, channels: number): Image {
    if (channels === image.channels) return image;
    return {
      ...image,
      name: writeChannelCount(writer, image.name, image.channels, channels),
      channels,
    };
  }

  /** Rows below and columns to the right. */
  function padSide(image: Image, side: number): Image {
    if (side === image.side) return image;
    const added = side - image.side;
    const pads = writer.integers([0, 0, 0, 0, 0, 0, added, added]);
    return { ...image, name: writer.node('Pad', [image.name, pads], { mode: 'constant' }), side };
  }

  /** The mean over the pixels, times a matrix [channels, 128] without bias. */
  function embed(image: Image, name: string): void {
    const matrix = floats(name);
    const mean = writer.node('GlobalAveragePool', [image.name]);
    const flat = writer.node('Flatten', [mean], { axis: 1 });
    writer.node('MatMul', [flat, writer.constant(matrix.data, matrix.shape)], {}, EMBEDDING.name);
  }

  function floats(name: string): FloatTensor {
    return expectFloats(weights.get(name), name);
  }

  return { convolution, relu, maxPool, block, halvingBlock, embed };
}
