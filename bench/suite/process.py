"""Runs programs."""

import subprocess


class Failed(Exception):
    """A program failed, or something it needs is not there; the message is for a person."""


def run(command, timeout=600):
    """Runs a program to its end and gives its standard output."""
    command = [str(word) for word in command]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=timeout, check=False)
    except subprocess.TimeoutExpired:
        raise Failed(f"{' '.join(command)}: not finished after {timeout} s") from None
    if done.returncode != 0:
        raise Failed(f"{' '.join(command)}: exit code {done.returncode}: {done.stderr.strip()}")
    return done.stdout
