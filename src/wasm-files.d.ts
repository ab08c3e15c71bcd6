/** Types of `*.wasm` imports. Each is the compiled file `*.as.ts` beside it, in base64 (scripts/assembly.js). */
declare module '*.wasm' {
  const code: string;
  export default code;
}
