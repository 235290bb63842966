import { writePrelu } from './blocked-layout.ts';
import { depthwiseHwoToGroups, ohwiToOihw } from './layout.ts';
import { createGraphWriter, type GraphWriter, type Port, type ValueName } from './onnx-writer.ts';
import { elementCount, type FloatTensor } from './tensor.ts';
import { readTflite, type TfliteModel, type TfliteOperator } from './tflite-reader.ts';

/** [N, 3, 112, 112] float32, RGB, (x - 127.5) / 127.5. */
const IMAGE: Port = { name: 'image', shape: ['N', 3, 112, 112] };

/** [N, 192] float32, not yet of unit length. */
const EMBEDDING: Port = { name: 'embedding', shape: ['N', 192] };

/** BuiltinOperator, and the fields of the option tables, in TensorFlow Lite's schema.fbs. */
const OPERATOR = {
  add: 0,
  convolution: 3,
  depthwise: 4,
  multiply: 18,
  relu: 19,
  reshape: 22,
  subtract: 41,
  absolute: 101,
} as const;
const PADDING_VALID = 1;
const OPTION = { padding: 0, strideColumns: 1, strideRows: 2 } as const;
const CONVOLUTION_ACTIVATION = 3;
const DEPTHWISE_ACTIVATION = 4;

/**
 * MobileFaceNet (Chen et al. 2018) from TensorFlow Lite, with a fixed batch of two, to ONNX with
 * any batch. TensorFlow Lite had spelt each PReLU as five operators; they are recognised and written
 * in the form that ONNX Runtime runs fastest.
 */
export function convertMobileFaceNet(tflite: Uint8Array): Uint8Array {
  const model = readTflite(tflite);
  const writer = createGraphWriter();
  const emit = createEmitter(model, writer);

  const embedding = emit(onlyOne(model.outputs, 'the outputs of MobileFaceNet'));
  writer.node('Flatten', [embedding], { axis: 1 }, EMBEDDING.name);
  return writer.serialise('mobilefacenet', [IMAGE], [EMBEDDING]);
}

/** Returns the function that writes what a tensor depends on, once, and gives its ONNX name. */
function createEmitter(model: TfliteModel, writer: GraphWriter): (tensor: number) => ValueName {
  const producers = new Map<number, TfliteOperator>();
  for (const operator of model.operators) {
    for (const output of operator.outputs) producers.set(output, operator);
  }
  const written = new Map<number, ValueName>([
    [onlyOne(model.inputs, 'the inputs of MobileFaceNet'), IMAGE.name],
  ]);

  function emit(tensor: number): ValueName {
    const known = written.get(tensor);
    if (known !== undefined) return known;
    const operator = producers.get(tensor);
    if (operator === undefined) throw unexpected('a computed tensor', `number ${tensor}`);
    const name = emitOperator(operator);
    written.set(tensor, name);
    return name;
  }

  function emitOperator(operator: TfliteOperator): ValueName {
    const [first = -1, second = -1] = operator.inputs;
    switch (operator.code) {
      case OPERATOR.convolution:
      case OPERATOR.depthwise:
        return emitConvolution(operator);
      case OPERATOR.add: {
        const prelu = findPrelu(first, second) ?? findPrelu(second, first);
        if (prelu === undefined) return writer.node('Add', [emit(first), emit(second)]);
        return writePrelu(writer, emit(prelu.input), prelu.slopes);
      }
      case OPERATOR.reshape: // [N, 1, 1, 192] to [N, 192], which the Flatten at the end does
        return emit(first);
      default:
        throw unexpected('an operator of MobileFaceNet', `operator code ${operator.code}`);
    }
  }

  function emitConvolution(operator: TfliteOperator): ValueName {
    const [input = -1, filterTensor = -1, biasTensor = -1] = operator.inputs;
    const isDepthwise = operator.code === OPERATOR.depthwise;
    const activation = operator.byteOption(
      isDepthwise ? DEPTHWISE_ACTIVATION : CONVOLUTION_ACTIVATION,
    );
    if (activation !== 0) throw unexpected('no fused activation', `activation ${activation}`);

    const source = constantOf(filterTensor);
    const filter = isDepthwise ? depthwiseHwoToGroups(source) : ohwiToOihw(source);
    const [outputs = 0, , rows = 0, columns = 0] = filter.shape;
    const bias = constantOf(biasTensor);
    return writer.node(
      'Conv',
      [
        emit(input),
        writer.constant(filter.data, filter.shape),
        writer.constant(bias.data, bias.shape),
      ],
      {
        auto_pad: operator.byteOption(OPTION.padding) === PADDING_VALID ? 'VALID' : 'SAME_UPPER',
        group: isDepthwise ? outputs : 1,
        kernel_shape: [rows, columns],
        strides: [
          operator.integerOption(OPTION.strideRows, 1),
          operator.integerOption(OPTION.strideColumns, 1),
        ],
      },
    );
  }

  /**
   * relu(x) + c * (x - |x|) is PReLU with the slope 2c: x - |x| is 2x below zero and 0 above it.
   * Undefined where the two terms of a sum are not of that form.
   */
  function findPrelu(
    reluTerm: number,
    scaledTerm: number,
  ): { input: number; slopes: Float32Array } | undefined {
    const relu = producers.get(reluTerm);
    const scaled = producers.get(scaledTerm);
    if (relu?.code !== OPERATOR.relu || scaled?.code !== OPERATOR.multiply) return undefined;

    const [input = -1] = relu.inputs;
    const [half = -1, difference = -1] = scaled.inputs;
    const subtract = producers.get(difference);
    const [minuend = -1, subtrahend = -1] = subtract?.inputs ?? [];
    const absolute = producers.get(subtrahend);
    const isPattern =
      subtract?.code === OPERATOR.subtract &&
      absolute?.code === OPERATOR.absolute &&
      minuend === input &&
      absolute.inputs[0] === input;
    if (!isPattern) throw unexpected('relu(x) + c * (x - |x|)', 'another sum of this kind');
    return { input, slopes: constantOf(half).data.map((value) => 2 * value) };
  }

  function constantOf(tensor: number): FloatTensor {
    const constant = model.tensors[tensor]?.constant;
    if (constant === undefined || elementCount(constant.shape) === 0) {
      throw unexpected('a float32 constant', `tensor number ${tensor}`);
    }
    return constant;
  }

  return emit;
}

function onlyOne(positions: readonly number[], subject: string): number {
  const [position, ...others] = positions;
  if (position === undefined || others.length > 0) {
    throw new Error(`Expected one tensor for ${subject} but received ${positions.length}.`);
  }
  return position;
}

function unexpected(expected: string, received: string): Error {
  return new Error(
    `Expected ${expected} for the conversion of MobileFaceNet.tflite but received ${received}. ` +
      'Convert the file that the manifest pins.',
  );
}
