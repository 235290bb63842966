import { describe, expect, it } from 'vitest';
import { convertMobileFaceNet } from '../../../models/convert/mobilefacenet.ts';
import { readTflite } from '../../../models/convert/tflite-reader.ts';

describe('the TensorFlow Lite reader', () => {
  it('refuses a file of another kind', () => {
    expect(() => readTflite(Buffer.from('<!DOCTYPE html><p>Not found</p>'))).toThrow(
      'Expected the identifier "TFL3" for a TensorFlow Lite file but received "CTYP" in 31 bytes.',
    );
  });

  it('refuses an empty file', () => {
    expect(() => readTflite(new Uint8Array(0))).toThrow('in 0 bytes');
  });

  it('refuses a file that breaks off', () => {
    const cut = Buffer.concat([Buffer.from([0x40, 0, 0, 0]), Buffer.from('TFL3'), Buffer.alloc(8)]);
    expect(() => readTflite(cut)).toThrow('tables point outside its 16 bytes');
  });

  it('refuses a vector that claims more than there is', () => {
    expect(() => convertMobileFaceNet(withoutGraphs(0x7fffffff))).toThrow('outside its');
  });

  it('refuses a file without a graph', () => {
    expect(() => readTflite(withoutGraphs(0))).toThrow('Expected one graph');
  });
});

/** A file whose model has one field, the vector of graphs, with the given count and no items. */
function withoutGraphs(count: number): Buffer {
  const bytes = Buffer.alloc(36);
  bytes.writeUInt32LE(20, 0); // the root table
  bytes.write('TFL3', 4, 'latin1');
  bytes.writeUInt16LE(10, 8); // the vtable at 8: its own length, the table's length, 3 fields
  bytes.writeUInt16LE(8, 10);
  bytes.writeUInt16LE(4, 16); // field 2 lies 4 bytes into the table
  bytes.writeInt32LE(20 - 8, 20); // the table: how far back its vtable is
  bytes.writeUInt32LE(8, 24); // the vector at 24 + 8
  bytes.writeUInt32LE(count, 32);
  return bytes;
}
