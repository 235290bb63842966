import {
  type Attributes,
  encodeFloats,
  encodeIntegers,
  encodeNode,
  encodePort,
  type Port,
  type ValueName,
} from './onnx-messages.ts';
import {
  bytesField,
  type Field,
  integerField,
  join,
  messageField,
  stringField,
} from './protobuf.ts';

// The ModelProto and GraphProto of onnx.proto3; ONNX's own names of fields are in the comments.
const IR_VERSION = 8;
const OPSET_VERSION = 13;
const PRODUCER = 'twinmark';

export type { Attributes, Port, ValueName };

export type GraphWriter = {
  /** A float32 constant, row-major. */
  readonly constant: (data: Float32Array, shape: readonly number[]) => ValueName;
  /** A one-dimensional int64 constant: axes, pads, shapes. */
  readonly integers: (values: readonly number[]) => ValueName;
  /** Adds an operator with one output and returns that output's name: `output`, or a new one. */
  readonly node: (
    operator: string,
    inputs: readonly ValueName[],
    attributes?: Attributes,
    output?: ValueName,
  ) => ValueName;
  /** The whole file. Nothing but what was added decides its bytes: no time, no path, no chance. */
  readonly serialise: (
    name: string,
    inputs: readonly Port[],
    outputs: readonly Port[],
  ) => Uint8Array;
};

/** Collects an ONNX graph (opset 13) and writes it as one file with its constants inside. */
export function createGraphWriter(): GraphWriter {
  const nodes: Field[] = [];
  const initialisers: Field[] = [];
  let named = 0;

  function nextName(prefix: string): ValueName {
    named += 1;
    return `${prefix}_${named}`;
  }

  function addInitialiser(tensor: Field, name: ValueName): ValueName {
    initialisers.push(tensor);
    return name;
  }

  return {
    constant(data, shape) {
      const name = nextName('constant');
      return addInitialiser(encodeFloats(name, shape, data), name);
    },
    integers(values) {
      const name = nextName('integers');
      return addInitialiser(encodeIntegers(name, values), name);
    },
    node(operator, inputs, attributes = {}, output = nextName(operator.toLowerCase())) {
      nodes.push(encodeNode(operator, inputs, attributes, output));
      return output;
    },
    serialise(name, inputs, outputs) {
      const graph = [
        ...nodes.map((node) => bytesField(1, node)), // node
        stringField(2, name), // name
        ...initialisers.map((tensor) => bytesField(5, tensor)), // initializer
        ...inputs.map((port) => bytesField(11, encodePort(port))), // input
        ...outputs.map((port) => bytesField(12, encodePort(port))), // output
      ];
      return join([
        integerField(1, IR_VERSION), // ir_version
        stringField(2, PRODUCER), // producer_name
        messageField(7, graph), // graph
        messageField(8, [stringField(1, ''), integerField(2, OPSET_VERSION)]), // opset_import
      ]);
    },
  };
}
