// Has CDK's validation get the memory that it needs at once.
//
// Its engine is WebAssembly, which asks for memory in pieces of 64 KiB, and V8
// collects its garbage for nearly every piece once there are many, which shows
// in a profile as most of a validation. The engine's allocator keeps what was freed,
// so a large piece that is allocated and freed before anything
// else serves all that follows. Memory that nobody touches takes no room.

const { Instance } = WebAssembly
const size = 1_000_000_000 // bytes, about what the largest template here takes

WebAssembly.Instance = class extends Instance {
  constructor(module, imports) {
    super(module, imports)
    const { __wbindgen_malloc: allocate, __wbindgen_free: free } = this.exports
    if (allocate && free) {
      free(allocate(size, 1), size, 1)
    }
  }
}
