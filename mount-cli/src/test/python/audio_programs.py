"""Opens the audio files of directories by programs that know nothing of Lhotse.

    python audio_programs.py DIR...

Every file is opened by soundfile and ffmpeg; by sox and torchaudio where they know the codec; by Python's wave where the
samples are whole numbers. Where all samples have one size they must agree on how many frames there are, and for 16 bits on
each of them. Prints how many files there are, and how many each has opened, 0 where torchaudio is not there; exits with 1
and a line for each disagreement. Several names of one file are one file.
"""

import collections
import concurrent.futures
import importlib.util
import pathlib
import subprocess
import sys
import warnings
import wave

import numpy
import soundfile

# What Debian's sox reads, with libsox-fmt-mp3: no Opus. So does torchaudio, which calls it up to PyTorch 2.
SOX_SUFFIXES = {".wav", ".aiff", ".flac", ".mp3"}
# What is none: sox wants an extension in the header of floats, where the format has an empty one; and libgcrypt, which ffmpeg
# loads, memory that can be locked.
HARMLESS = ("sox WARN", "using insecure memory")
FRAMES = {"PCM_U8", "PCM_S8", "PCM_16", "PCM_24", "PCM_32", "FLOAT", "ULAW"}
# Debian has it in most releases; a wheel would come with another PyTorch.
HAS_TORCHAUDIO = importlib.util.find_spec("torchaudio") is not None


def output(*command):
    done = subprocess.run(command, capture_output=True)
    complaints = [line for line in done.stderr.decode().splitlines() if not any(text in line for text in HARMLESS)]
    if done.returncode or complaints:
        raise ValueError(f"{command[0]}: {complaints}")
    return done.stdout


def by_ffmpeg(path, info):
    samples = output("ffmpeg", "-nostdin", "-v", "error", "-xerror", "-i", path, "-f", "s16le", "-c:a", "pcm_s16le", "-")
    return numpy.frombuffer(samples, "<i2").reshape(-1, info.channels)


def by_sox(path, info):
    # Without a dither, so that 16 bits stay what they are.
    return numpy.frombuffer(output("sox", "-D", path, "-t", "s16", "-L", "-"), "<i2").reshape(-1, info.channels)


def by_torchaudio(path, info):
    import torchaudio

    samples, rate = torchaudio.load(path)
    assert rate == info.samplerate
    return (samples.T.numpy() * 2.0**15).round().astype("<i2")


def by_wave(path, info):
    with wave.open(path) as file:
        assert (file.getframerate(), file.getnchannels()) == (info.samplerate, info.channels)
        samples = file.readframes(file.getnframes())
        assert len(samples) == file.getnframes() * file.getsampwidth() * file.getnchannels()
        if file.getsampwidth() == 2:
            return numpy.frombuffer(samples, "<i2").reshape(-1, info.channels)
        return numpy.zeros((file.getnframes(), info.channels), "<i2")


def programs(path, info):
    yield "ffmpeg", by_ffmpeg
    if path.suffix in SOX_SUFFIXES:
        yield "sox", by_sox
        if HAS_TORCHAUDIO:
            yield "torchaudio", by_torchaudio
    # Before Python 3.12 it refuses the extensible form, which more than two channels are written in.
    if info.format == "WAV" and info.subtype.startswith("PCM"):
        yield "wave", by_wave


def check(path):
    """Yields the names of the programs that have opened the file; raises what the first one said that can't."""
    samples, _ = soundfile.read(path, dtype="int16", always_2d=True)
    info = soundfile.info(path)
    assert len(samples) == info.frames, "soundfile reads another number of frames than it tells"
    yield "soundfile"
    for name, read in programs(path, info):
        other = read(str(path), info)
        if info.subtype in FRAMES:
            assert len(other) == info.frames, f"{name}: {len(other)} frames, not {info.frames}"
            assert info.subtype != "PCM_16" or numpy.array_equal(other, samples), f"{name}: other samples"
        else:
            assert len(other), f"{name}: no frames"
        yield name


def opened(path):
    names = []
    try:
        names += check(path)
    except Exception as error:  # a program may fail in any way: each is a disagreement
        return names, f"{path.name}: {type(error).__name__}: {error}"
    return names, None


def main():
    warnings.simplefilter("ignore")
    paths = sorted(path for name in sys.argv[1:] for path in pathlib.Path(name).iterdir())
    files = {path.stat().st_ino: path for path in paths if path.suffix not in {".jsonl", ".npy"}}
    # Processes, as in a DataLoader: libsox, which torchaudio calls, is not made for several threads.
    with concurrent.futures.ProcessPoolExecutor(4) as pool:
        results = list(pool.map(opened, files.values()))
    counts = collections.Counter(name for names, _ in results for name in names)
    wrong = [complaint for _, complaint in results if complaint]
    print(f"files {len(files)}")
    for name in ("ffmpeg", "soundfile", "sox", "torchaudio", "wave"):
        print(f"{name} {counts[name]}")
    for complaint in wrong:
        print(complaint, file=sys.stderr)
    sys.exit(1 if wrong or not files else 0)


if __name__ == "__main__":
    main()
