import type { TfjsNode } from './tfjs-model.ts';

/** The integers of a list attribute; empty when the attribute is absent. */
export function integersOf(node: TfjsNode, attribute: string): number[] {
  return (node.attr[attribute]?.list?.i ?? []).map(Number);
}

export function textsOf(node: TfjsNode, attribute: string): string[] {
  return (node.attr[attribute]?.list?.s ?? []).map(decodeBase64);
}

/** [rows, columns] of an attribute that TensorFlow gives for [N, H, W, C]. */
export function rowsAndColumnsOf(node: TfjsNode, attribute: 'ksize' | 'strides'): number[] {
  return integersOf(node, attribute).slice(1, 3);
}

/** ONNX's name of the padding: TensorFlow's SAME puts the odd pixel after, as SAME_UPPER does. */
export function autoPadOf(node: TfjsNode): 'SAME_UPPER' | 'VALID' {
  const padding = decodeBase64(node.attr['padding']?.s ?? '');
  if (padding === 'SAME') return 'SAME_UPPER';
  if (padding === 'VALID') return 'VALID';
  throw new Error(
    `Expected SAME or VALID for the padding of "${node.name}" but received "${padding}". ` +
      'Convert the files that the manifest pins.',
  );
}

function decodeBase64(text: string): string {
  return Buffer.from(text, 'base64').toString('latin1');
}
