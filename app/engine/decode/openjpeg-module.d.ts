/** The part of the package that is used; it brings no types. */
declare module '@cornerstonejs/codec-openjpeg/decodewasmjs' {
  export interface J2KDecoder {
    /** Memory for the encoded bytes. */
    getEncodedBuffer(length: number): Uint8Array;
    decode(): void;
    getDecodedBuffer(): Uint8Array;
    getFrameInfo(): {
      readonly width: number;
      readonly height: number;
      readonly bitsPerSample: number;
      readonly componentCount: number;
    };
    delete(): void;
  }

  export interface OpenJpeg {
    readonly J2KDecoder: new () => J2KDecoder;
    /** All of the module's memory; it grows and never shrinks. */
    readonly HEAPU8: Uint8Array;
  }

  const load: (options: {
    print(line: string): void;
    printErr(line: string): void;
  }) => Promise<OpenJpeg>;
  export default load;
}
