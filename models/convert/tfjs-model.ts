import { z } from 'zod';

// The JSON half of a TensorFlow.js graph model: TensorFlow's GraphDef as JSON, and the order in
// which the weights lie in the binary files. 64-bit integers are texts, byte strings are base64.

const attributeSchema = z.object({
  s: z.string().optional(),
  list: z
    .object({ i: z.array(z.string()).optional(), s: z.array(z.string()).optional() })
    .optional(),
});

const nodeSchema = z.object({
  name: z.string(),
  op: z.string(),
  input: z.array(z.string()).default([]),
  attr: z.record(z.string(), attributeSchema).default({}),
});

const weightSchema = z.object({
  name: z.string(),
  shape: z.array(z.int().nonnegative()),
  dtype: z.enum(['float32', 'int32']),
  quantization: z
    .discriminatedUnion('dtype', [
      z.object({ dtype: z.literal('float16') }),
      z.object({ dtype: z.literal('uint8'), scale: z.number(), min: z.number() }),
    ])
    .optional(),
});

const weightGroupsSchema = z.array(
  z.object({ paths: z.array(z.string()), weights: z.array(weightSchema) }),
);

const modelSchema = z.object({
  modelTopology: z.object({ node: z.array(nodeSchema) }),
  weightsManifest: weightGroupsSchema,
});

export type TfjsNode = z.infer<typeof nodeSchema>;
export type TfjsWeight = z.infer<typeof weightSchema>;
export type TfjsWeightGroup = z.infer<typeof weightGroupsSchema>[number];
export type TfjsModel = z.infer<typeof modelSchema>;

export function parseTfjsModel(json: Uint8Array): TfjsModel {
  return parse(modelSchema, json, 'a TensorFlow.js graph model');
}

/** The weights manifest alone, as face-api keeps it without a graph. */
export function parseWeightGroups(json: Uint8Array): readonly TfjsWeightGroup[] {
  return parse(weightGroupsSchema, json, 'a TensorFlow.js weights manifest');
}

function parse<Schema extends z.ZodType>(
  schema: Schema,
  json: Uint8Array,
  subject: string,
): z.output<Schema> {
  try {
    return schema.parse(JSON.parse(new TextDecoder().decode(json)));
  } catch (cause) {
    throw new Error(
      `Expected ${subject} as JSON but received ${json.length} bytes of another form: ` +
        (cause instanceof Error ? cause.message : String(cause)),
      { cause },
    );
  }
}
