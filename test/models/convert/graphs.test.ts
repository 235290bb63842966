import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import {
  writeChannelCount,
  writeMaxPool,
  writePrelu,
} from '../../../models/convert/blocked-layout.ts';
import {
  createGraphWriter,
  type GraphWriter,
  type Port,
  type ValueName,
} from '../../../models/convert/onnx-writer.ts';
import { convertTfjsGraph } from '../../../models/convert/tfjs-graph.ts';

async function run(model: Uint8Array, data: Float32Array, shape: number[]): Promise<number[]> {
  const session = await InferenceSession.create(model);
  const { y } = await session.run({ x: new Tensor('float32', data, shape) });
  if (!(y?.data instanceof Float32Array)) throw new Error('Expected a float32 output y.');
  return [...y.data];
}

/** Runs what `write` writes on an input of [1, channels, 2, 2] that counts -n..n. */
async function runOperator(
  channels: number,
  write: (writer: GraphWriter, input: ValueName) => ValueName,
): Promise<{ input: number[]; output: number[] }> {
  const port = (name: string): Port => ({ name, shape: ['N', `${name} channels`, 'H', 'W'] });
  const writer = createGraphWriter();
  writer.node('Identity', [write(writer, 'x')], {}, 'y');
  const input = Array.from({ length: channels * 4 }, (_, index) => index - channels * 2);
  const model = writer.serialise('test', [port('x')], [port('y')]);
  return { input, output: await run(model, Float32Array.from(input), [1, channels, 2, 2]) };
}

describe('operators in the blocked layout', () => {
  it('PReLU has a slope a channel, of any sign and size', async () => {
    const slopes = [0.25, -0.5, 3];
    const { input, output } = await runOperator(3, (writer, x) =>
      writePrelu(writer, x, Float32Array.from(slopes)),
    );
    const expected = input.map((value, index) =>
      value >= 0 ? value : value * (slopes[Math.floor(index / 4)] ?? Number.NaN),
    );
    expect(output.map((value) => value + 0)).toEqual(expected);
  });

  it('channels are added as zeros and dropped from the end', async () => {
    const wider = await runOperator(2, (writer, x) => writeChannelCount(writer, x, 2, 3));
    expect(wider.output).toEqual([...wider.input, 0, 0, 0, 0]);
    const narrower = await runOperator(3, (writer, x) => writeChannelCount(writer, x, 3, 2));
    expect(narrower.output).toEqual(narrower.input.slice(0, 8));
  });

  it.each([3, 16])('MaxPool of %d channels keeps them apart', async (channels) => {
    const { input, output } = await runOperator(channels, (writer, x) =>
      writeMaxPool(writer, x, channels, { kernel_shape: [2, 2], strides: [2, 2] }),
    );
    expect(output).toEqual(input.filter((_, index) => index % 4 === 3));
  });
});

describe('a TensorFlow.js graph', () => {
  const SIDE = 4;
  const filter = Array.from({ length: 3 * 3 * 2 * 3 }, (_, index) => Math.sin(index));
  const bias = [0.5, -0.25, 0];
  const slopes = [0.1, 0.2, 0.3];
  const floats = Float32Array.from([...filter, ...bias, ...slopes]);
  const pads = Int32Array.of(0, 0, 0, 0, 0, 0, 0, 1); // one channel after the last
  const image = Array.from({ length: SIDE * SIDE * 2 }, (_, index) => Math.cos(3 * index));

  it('computes what naive loops over channels-last images compute', async () => {
    const model = convertTfjsGraph({
      name: 'test',
      json: Buffer.from(JSON.stringify(residualGraph())),
      readWeightFile: (path) => Buffer.from((path === 'pads' ? pads : floats).buffer),
      input: { name: 'x', shape: ['N', 2, SIDE, SIDE] },
      outputs: [{ node: 'Identity', port: { name: 'y', shape: ['N', 4, 3] } }],
    });
    const channelsFirst = [0, 1].flatMap((c) => image.filter((_, index) => index % 2 === c));
    const output = await run(model, Float32Array.from(channelsFirst), [1, 2, SIDE, SIDE]);
    const expected = naiveResidual();
    expect(output).toHaveLength(expected.length);
    output.forEach((value, index) => expect(value).toBeCloseTo(expected[index] ?? NaN, 5));
  });

  /** prelu(conv(x) + bias) + pad(maxPool(x)), 3x3, SAME and stride 2, from 2 channels to 3. */
  function naiveResidual(): number[] {
    const pixel = (row: number, column: number, c: number) =>
      row < SIDE && column < SIDE ? (image[(row * SIDE + column) * 2 + c] ?? NaN) : 0;
    const result: number[] = [];
    for (const row of [0, 2])
      for (const column of [0, 2])
        for (const out of [0, 1, 2]) {
          // SAME for an even side and the stride 2: no padding before, one row and column after.
          let sum = bias[out] ?? NaN;
          for (let h = 0; h < 3; h += 1)
            for (let w = 0; w < 3; w += 1)
              for (let c = 0; c < 2; c += 1)
                sum +=
                  pixel(row + h, column + w, c) * (filter[((h * 3 + w) * 2 + c) * 3 + out] ?? NaN);
          const activated = sum >= 0 ? sum : sum * (slopes[out] ?? NaN);
          const corners = [0, 1].flatMap((h) => [0, 1].map((w) => pixel(row + h, column + w, out)));
          result.push(activated + (out < 2 ? Math.max(...corners) : 0));
        }
    return result;
  }

  it('with an unknown operator is refused by name', () => {
    const graph = residualGraph();
    graph.modelTopology.node[1] = { name: 'conv', op: 'Elu', input: ['x'], attr: {} };
    expect(() =>
      convertTfjsGraph({
        name: 'test',
        json: Buffer.from(JSON.stringify({ ...graph, weightsManifest: [] })),
        readWeightFile: () => Buffer.alloc(0),
        input: { name: 'x', shape: ['N', 2, SIDE, SIDE] },
        outputs: [{ node: 'Identity', port: { name: 'y', shape: ['N', 4, 3] } }],
      }),
    ).toThrow('Expected a known operator for the node "conv" but received Elu.');
  });
});

function residualGraph() {
  const base64 = (text: string) => Buffer.from(text, 'latin1').toString('base64');
  const list = (...i: string[]) => ({ list: { i } });
  const node = (name: string, op: string, input: string[], attr: object = {}) => ({
    name,
    op,
    input,
    attr,
  });
  const float = (name: string, ...shape: number[]) => ({ name, shape, dtype: 'float32' });
  return {
    modelTopology: {
      node: [
        node('x', 'Placeholder', []),
        node('conv', '_FusedConv2D', ['x', 'filter', 'bias', 'slopes'], {
          strides: list('1', '2', '2', '1'),
          padding: { s: base64('SAME') },
          fused_ops: { list: { s: [base64('BiasAdd'), base64('Prelu')] } },
        }),
        node('pool', 'MaxPool', ['x'], {
          ksize: list('1', '2', '2', '1'),
          strides: list('1', '2', '2', '1'),
          padding: { s: base64('VALID') },
        }),
        node('pad', 'Pad', ['pool', 'pads']),
        node('sum', 'AddV2', ['conv', 'pad']),
        node('reshape', 'Reshape', ['sum', 'unread']),
        node('Identity', 'Identity', ['reshape']),
      ],
    },
    weightsManifest: [
      {
        paths: ['floats'],
        weights: [float('filter', 3, 3, 2, 3), float('bias', 3), float('slopes', 1, 1, 3)],
      },
      { paths: ['pads'], weights: [{ name: 'pads', shape: [4, 2], dtype: 'int32' }] },
    ],
  };
}
