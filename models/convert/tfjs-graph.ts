import { writeChannelCount, writeMaxPool, writePrelu } from './blocked-layout.ts';
import { hwimToGroups, hwioToOihw } from './layout.ts';
import { createGraphWriter, type GraphWriter, type Port, type ValueName } from './onnx-writer.ts';
import { expectFloats, type FloatTensor, type Tensor } from './tensor.ts';
import { autoPadOf, integersOf, rowsAndColumnsOf, textsOf } from './tfjs-attributes.ts';
import { parseTfjsModel, type TfjsNode } from './tfjs-model.ts';
import { readTfjsWeights } from './tfjs-weights.ts';

export type TfjsConversion = {
  /** The graph's name in the ONNX file. */
  readonly name: string;
  readonly json: Uint8Array;
  readonly readWeightFile: (path: string) => Uint8Array;
  /** NCHW; stands for the graph's only placeholder, which is NHWC. */
  readonly input: Port;
  /** The TensorFlow node whose value each output is; rows by rows and channels last, as there. */
  readonly outputs: readonly { readonly node: string; readonly port: Port }[];
};

/** An image-shaped value, [N, channels, rows, columns]. */
type Image = { readonly name: ValueName; readonly channels: number };

/**
 * A TensorFlow.js graph model, a convolutional network that ends in reshapes, to ONNX.
 *
 * Biases go into the convolutions, and activations follow them directly, so that ONNX Runtime
 * fuses both. Only the outputs are transposed back to TensorFlow's order. What is not asked for
 * by `outputs` is left out.
 */
export function convertTfjsGraph(conversion: TfjsConversion): Uint8Array {
  const model = parseTfjsModel(conversion.json);
  const weights = readTfjsWeights(model.weightsManifest, conversion.readWeightFile);
  const nodes = new Map(model.modelTopology.node.map((node) => [node.name, node]));
  const writer = createGraphWriter();
  const emit = createEmitter({ nodes, weights, writer, input: conversion.input });

  for (const { node, port } of conversion.outputs) {
    writeOutput(writer, emit(reshapedBy(nodes, node)), port);
  }
  return writer.serialise(
    conversion.name,
    [conversion.input],
    conversion.outputs.map(({ port }) => port),
  );
}

/** The value that an output reshapes: its shape is the port's, so TensorFlow's is not read. */
function reshapedBy(nodes: ReadonlyMap<string, TfjsNode>, name: string): string {
  const node = nodes.get(name);
  const [input] = node?.input ?? [];
  if (input !== undefined && node?.op === 'Identity') return reshapedBy(nodes, input);
  if (input !== undefined && node?.op === 'Reshape') return input;
  throw unexpected(`Expected a reshape for the output "${name}"`, node?.op ?? 'no such node');
}

/** [N, C, H, W] to the port's shape, its values in the order of [N, H, W, C]. */
function writeOutput(writer: GraphWriter, image: Image, port: Port): void {
  const channelsLast = writer.node('Transpose', [image.name], { perm: [0, 2, 3, 1] });
  const shape = port.shape.map((extent) => (typeof extent === 'number' ? extent : 0)); // 0: keep
  writer.node('Reshape', [channelsLast, writer.integers(shape)], {}, port.name);
}

type Context = {
  readonly nodes: ReadonlyMap<string, TfjsNode>;
  readonly weights: ReadonlyMap<string, Tensor>;
  readonly writer: GraphWriter;
  readonly input: Port;
};

/** Returns the function that writes what a node depends on, once, and gives its value. */
function createEmitter({ nodes, weights, writer, input }: Context): (name: string) => Image {
  const written = new Map<string, Image>();

  function emit(name: string): Image {
    const known = written.get(name);
    if (known !== undefined) return known;
    const node = nodes.get(name);
    if (node === undefined) throw unexpected(`Expected a node named "${name}"`, 'no such node');
    const image = emitNode(node);
    written.set(name, image);
    return image;
  }

  function emitNode(node: TfjsNode): Image {
    const [first = '', second = ''] = node.input;
    switch (node.op) {
      case 'Placeholder':
        return { name: input.name, channels: Number(input.shape[1]) };
      case '_FusedConv2D':
      case 'DepthwiseConv2dNative':
        return emitConvolution(node);
      case 'AddV2': {
        const [left, right] = [emit(first), emit(second)];
        return { ...left, name: writer.node('Add', [left.name, right.name]) };
      }
      case 'Relu':
      case 'Sigmoid': {
        const image = emit(first);
        return { ...image, name: writer.node(node.op, [image.name]) };
      }
      case 'Prelu':
        return emitPrelu(emit(first), second);
      case 'MaxPool': {
        const image = emit(first);
        const attributes = {
          kernel_shape: rowsAndColumnsOf(node, 'ksize'),
          strides: rowsAndColumnsOf(node, 'strides'),
          auto_pad: autoPadOf(node),
        };
        return { ...image, name: writeMaxPool(writer, image.name, image.channels, attributes) };
      }
      case 'Pad':
        return emitChannelPad(emit(first), second);
      default:
        throw unexpected(`Expected a known operator for the node "${node.name}"`, node.op);
    }
  }

  /** A convolution with the bias and the activation that TensorFlow fused into it. */
  function emitConvolution(node: TfjsNode): Image {
    const [inputName = '', filterName = '', ...fusedInputs] = node.input;
    const image = emit(inputName);
    const isDepthwise = node.op === 'DepthwiseConv2dNative';
    const filter = isDepthwise ? hwimToGroups(floats(filterName)) : hwioToOihw(floats(filterName));
    const [channels = 0, , rows = 0, columns = 0] = filter.shape;
    if (integersOf(node, 'dilations').some((dilation) => dilation !== 1)) {
      throw unexpected(`Expected no dilation for the node "${node.name}"`, 'some');
    }

    const inputs = [image.name, writer.constant(filter.data, filter.shape)];
    const [bias, activation] = textsOf(node, 'fused_ops');
    const [biasName = '', slopesName = ''] = fusedInputs;
    if (bias === 'BiasAdd') inputs.push(writer.constant(floats(biasName).data, [channels]));
    else if (bias !== undefined) throw unexpected('Expected BiasAdd to be fused first', bias);

    const name = writer.node('Conv', inputs, {
      group: isDepthwise ? image.channels : 1,
      kernel_shape: [rows, columns],
      strides: rowsAndColumnsOf(node, 'strides'),
      auto_pad: autoPadOf(node),
    });
    return emitActivation({ name, channels }, activation, slopesName);
  }

  function emitActivation(image: Image, activation: string | undefined, slopes: string): Image {
    switch (activation) {
      case undefined:
        return image;
      case 'Relu':
        return { ...image, name: writer.node('Relu', [image.name]) };
      case 'Prelu':
        return emitPrelu(image, slopes);
      default:
        throw unexpected('Expected Relu or Prelu for a fused activation', activation);
    }
  }

  /** Slopes are [1, 1, C]: one a channel. */
  function emitPrelu(image: Image, slopesName: string): Image {
    const slopes = floats(slopesName).data;
    if (slopes.length !== image.channels) {
      throw unexpected(`Expected ${image.channels} slopes for "${slopesName}"`, `${slopes.length}`);
    }
    return { ...image, name: writePrelu(writer, image.name, slopes) };
  }

  /** Zero channels after the last, so that a residual branch fits a wider one. */
  function emitChannelPad(image: Image, padsName: string): Image {
    const pads = [...(weights.get(padsName)?.data ?? [])]; // before and after, axis by axis, NHWC
    const added = pads[7];
    if (pads.length !== 8 || added === undefined || pads.slice(0, 7).some((pad) => pad !== 0)) {
      throw unexpected(
        `Expected pads after the channels alone for "${padsName}"`,
        `[${pads.join(', ')}]`,
      );
    }
    const channels = image.channels + added;
    return { name: writeChannelCount(writer, image.name, image.channels, channels), channels };
  }

  function floats(name: string): FloatTensor {
    return expectFloats(weights.get(name), name);
  }

  return emit;
}

function unexpected(expectation: string, received: string): Error {
  return new Error(
    `${expectation} but received ${received}. Convert the files that the manifest pins.`,
  );
}
