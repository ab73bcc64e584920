package io.aisml.fs.fuse;

import io.aisml.fs.ReadOnlyFileSystem;
import io.aisml.fs.fuse.jnr.JnrFuse;
import io.aisml.fs.fuse.kernel.KernelFuse;
import java.io.IOException;

/** The two ways to mount, for tests of what both can do. */
enum Binding {
  KERNEL {
    @Override
    FuseBinding mount(ReadOnlyFileSystem fs, MountOptions options) throws IOException {
      return KernelFuse.mount(fs, options);
    }
  },
  JNR {
    @Override
    FuseBinding mount(ReadOnlyFileSystem fs, MountOptions options) throws IOException {
      return JnrFuse.mount(fs, options);
    }
  };

  abstract FuseBinding mount(ReadOnlyFileSystem fs, MountOptions options) throws IOException;
}
