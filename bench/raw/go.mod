module aisml/bench/raw

go 1.26
