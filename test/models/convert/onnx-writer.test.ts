import { describe, expect, it } from 'vitest';
import { encodeFloats, encodeIntegers } from '../../../models/convert/onnx-messages.ts';
import { createGraphWriter } from '../../../models/convert/onnx-writer.ts';
import { integerField, stringField, varint } from '../../../models/convert/protobuf.ts';

describe('protobuf', () => {
  it.each([
    [0, [0x00]],
    [1, [0x01]],
    [127, [0x7f]],
    [128, [0x80, 0x01]],
    [300, [0xac, 0x02]], // the example of the format's own documentation
    [-1, [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01]],
  ])('writes %d as a varint', (value, bytes) => {
    expect([...varint(value)]).toEqual(bytes);
  });

  it('refuses a number that is not whole', () => {
    expect(() => varint(0.5)).toThrow('Expected a safe integer for a varint but received 0.5');
  });

  it('writes a field as its key and its value', () => {
    expect([...integerField(1, 150)]).toEqual([0x08, 0x96, 0x01]);
    expect([...stringField(2, 'testing')]).toEqual([
      0x12,
      0x07,
      ...Buffer.from('testing', 'latin1'),
    ]);
  });
});

describe('the ONNX writer', () => {
  it('writes a float tensor as dims, type, name and little-endian values', () => {
    expect([...encodeFloats('w', [1, 2], Float32Array.of(1, -2))]).toEqual([
      ...[0x08, 0x01], // dims: 1
      ...[0x08, 0x02], // dims: 2
      ...[0x10, 0x01], // data_type: FLOAT
      ...[0x42, 0x01, 0x77], // name: "w"
      ...[0x4a, 0x08, 0x00, 0x00, 0x80, 0x3f, 0x00, 0x00, 0x00, 0xc0], // raw_data: 1, -2
    ]);
  });

  it('writes integers as int64', () => {
    expect([...encodeIntegers('i', [-1])]).toEqual([
      ...[0x08, 0x01],
      ...[0x10, 0x07], // data_type: INT64
      ...[0x42, 0x01, 0x69],
      ...[0x4a, 0x08, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
    ]);
  });

  it('refuses values that do not fill their shape', () => {
    expect(() => encodeFloats('w', [2, 2], Float32Array.of(1))).toThrow(
      'Expected 4 values for the shape [2, 2] of "w" but received 1.',
    );
  });

  it('writes a whole file of one node', () => {
    const writer = createGraphWriter();
    writer.node('Relu', ['x'], {}, 'y');
    const file = writer.serialise(
      'g',
      [{ name: 'x', shape: ['N', 3] }],
      [{ name: 'y', shape: ['N', 3] }],
    );
    const node = [0x0a, 0x01, 0x78, 0x12, 0x01, 0x79, 0x1a, 0x01, 0x79, 0x22, 0x04];
    const port = (name: number) => [
      ...[0x0a, 0x01, name], // name
      ...[0x12, 0x0f, 0x0a, 0x0d, 0x08, 0x01, 0x12, 0x09], // type: tensor, FLOAT, shape
      ...[0x0a, 0x03, 0x12, 0x01, 0x4e], // dim_param: "N"
      ...[0x0a, 0x02, 0x08, 0x03], // dim_value: 3
    ];
    const graph = [
      ...[0x0a, 0x0f, ...node, ...Buffer.from('Relu', 'latin1')],
      ...[0x12, 0x01, 0x67],
      ...[0x5a, 0x14, ...port(0x78)],
      ...[0x62, 0x14, ...port(0x79)],
    ];
    expect([...file]).toEqual([
      ...[0x08, 0x08], // ir_version: 8
      ...[0x12, 0x08, ...Buffer.from('twinmark', 'latin1')], // producer_name
      ...[0x3a, graph.length, ...graph],
      ...[0x42, 0x04, 0x0a, 0x00, 0x10, 0x0d], // opset_import: "", 13
    ]);
  });
});
