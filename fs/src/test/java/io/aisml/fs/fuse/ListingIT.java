package io.aisml.fs.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import io.aisml.fs.fuse.MemoryFileSystem.Manner;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Names and attributes as programs see them. */
@ParameterizedClass
@EnumSource
class ListingIT {
  /** readdir(3) and its companions of the C library; Python has no telldir. */
  private static final String DIRENT =
      """
      import ctypes,sys,os
      c=ctypes.CDLL(None,use_errno=True)
      c.opendir.restype=ctypes.c_void_p
      c.readdir.restype=ctypes.c_void_p
      c.telldir.restype=ctypes.c_long
      for f in (c.readdir,c.telldir,c.closedir,c.rewinddir): f.argtypes=[ctypes.c_void_p]
      c.seekdir.argtypes=[ctypes.c_void_p,ctypes.c_long]
      def opened(): return c.opendir(os.fsencode(sys.argv[1]))
      def entry(d): # struct dirent: d_type at 18, d_name at 19
        p=c.readdir(d)
        return p and (ctypes.string_at(p+19).decode(),ctypes.string_at(p+18,1)[0])
      def rest(d):
        found=[]
        while True:
          e=entry(d)
          if not e: return found
          found.append(e)
      """;

  private final Binding binding;
  private final MemoryFileSystem fs = new MemoryFileSystem();

  ListingIT(Binding binding) {
    this.binding = binding;
  }

  @Test
  void showsNamesAsTheyAre() throws Exception {
    List<String> names =
        List.of(
            "plain",
            "mit Leerzeichen",
            "ünïcödé-日本語-🎵",
            "e\u0301",
            "\u00e9",
            "new\\nline",
            "q'uote\"s",
            "-dash",
            "~tilde~2",
            "x".repeat(255),
            "ß".repeat(127));
    names.forEach(name -> fs.file(1, name, name.getBytes(StandardCharsets.UTF_8), Manner.PLAIN));
    String script =
        """
        import os,sys
        for n in os.listdir(sys.argv[1]):
          assert open(sys.argv[1]+'/'+n).read()==n
          print(n)
        """;
    try (TestMount mount = new TestMount(binding, fs)) {
      assertThat(Command.runPython(script, mount.directory.toString()).lines())
          .containsExactlyElementsOf(names);
    }
  }

  @Test
  void showsAttributes() throws Exception {
    long directory = fs.directory(1, "d");
    fs.file(directory, "f", new byte[1025], Manner.PLAIN);
    try (TestMount mount = new TestMount(binding, fs)) {
      assertThat(
              Command.run(
                  "stat",
                  "-c",
                  "%F %a %u %g %s %b %h %i %X %Y %Z",
                  mount.path("d/f"),
                  mount.path("d")))
          .isEqualTo(
              """
              regular file 444 1234 5678 1025 3 1 3 1706933106 1706933106 1706933106
              directory 555 1234 5678 0 0 2 2 1706933106 1706933106 1706933106
              """);
    }
  }

  @Test
  void listsAHundredThousandNames() throws Exception {
    long large = fs.directory(1, "large");
    for (int i = 0; i < 100_000; i++) {
      if (i % 1000 == 0) {
        fs.directory(large, "n" + i);
      } else {
        fs.file(large, "n" + i, new byte[0], Manner.PLAIN);
      }
    }
    String script =
        DIRENT
            + """
            from multiprocessing import Process
            whole=[('.',4),('..',4)]+[('n%d'%i, 4 if i%1000==0 else 8) for i in range(100000)]
            def complete(): assert rest(opened())==whole
            def halfway():
              for stop in (1,2,3,700,50001):
                d=opened()
                for i in range(stop): entry(d)
                c.closedir(d)
            def seeking():
              d=opened()
              marks=[]
              for i in range(0,100002):
                if i%9973==0: marks.append((i,c.telldir(d)))
                entry(d)
              for i,mark in reversed(marks):
                c.seekdir(d,mark)
                assert entry(d)==whole[i]
              c.seekdir(d,marks[3][1])
              assert rest(d)==whole[marks[3][0]:]
              c.rewinddir(d)
              assert rest(d)==whole
            all=[Process(target=t) for t in (complete,halfway,seeking,complete,seeking)]
            for p in all: p.start()
            for p in all: p.join()
            print([p.exitcode for p in all])
            """;
    try (TestMount mount = new TestMount(binding, fs)) {
      assertThat(Command.runPython(script, mount.path("large"))).isEqualTo("[0, 0, 0, 0, 0]\n");
    }
  }

  @Test
  void findsThroughDirectories() throws Exception {
    long parent = 1;
    for (int depth = 0; depth < 20; depth++) {
      parent = fs.directory(parent, "d" + depth);
      fs.file(parent, "f", new byte[depth], Manner.PLAIN);
    }
    try (TestMount mount = new TestMount(binding, fs)) {
      assertThat(
              Command.run("find", mount.directory.toString(), "-type", "f", "-printf", "%d %s\n")
                  .lines())
          .containsExactlyInAnyOrderElementsOf(
              IntStream.range(0, 20).mapToObj(depth -> depth + 2 + " " + depth).toList());
    }
  }

  @Test
  void remembersThatANameIsMissing() throws Exception {
    try (TestMount mount = new TestMount(binding, fs)) {
      String missing = mount.path("missing");
      String script = "! stat '%1$s' && ! stat '%1$s' && ! cat '%1$s'".formatted(missing);
      Command.run("sh", "-c", script);
      assertThat(fs.finds).hasValue(1);
    }
  }
}
