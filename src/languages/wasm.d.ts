/** A WebAssembly module that a package ships: its bytes, brotli-compressed by the build. */
declare module '*.wasm' {
  const packed: Uint8Array;
  export default packed;
}
