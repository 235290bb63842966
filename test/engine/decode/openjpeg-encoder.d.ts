/** The package's encoder, which only tests need. */
declare module '@cornerstonejs/codec-openjpeg/wasmjs' {
  export interface J2KEncoder {
    getDecodedBuffer(frame: {
      readonly width: number;
      readonly height: number;
      readonly bitsPerSample: number;
      readonly componentCount: number;
      readonly isSigned: boolean;
    }): Uint8Array;
    setDecompositions(levels: number): void;
    setQuality(lossless: boolean, quality: number): void;
    encode(): void;
    getEncodedBuffer(): Uint8Array;
    delete(): void;
  }

  const load: (options: {
    print(line: string): void;
    printErr(line: string): void;
  }) => Promise<{ readonly J2KEncoder: new () => J2KEncoder }>;
  export default load;
}
