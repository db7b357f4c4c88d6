"""How the files of `cleaner/data` are built.  `scripts/retrain.py` runs the steps in order.

sources                what is read: the layout of a data folder, and which files of it each step takes
corpus_sample          the project's own corpus in that layout, for a trial that needs no other data
models                 the models built so far, the shipped ones where a step has not run
build_lexicon          words, frequencies, names, SymSpell's index         → lexicon.bin
build_language_model   trigrams, modified Kneser-Ney                       → context.bin
build_error_model      what scanners confuse                               → confusions.tsv
truth                  whether a correction is right, by the true text
fit_costs              the weights of the hypotheses' costs                → costs.json
fit_classifier         boosted trees: how sure to be of a correction       → confidence.json
worn_pages             printed, worn and recognised pages, with their truth
measure_engine         what an OCR engine's own confidence tells           → engine_confidence.json
measure_rules          what each rule does on clean text                   → measured.tsv
measure_signs          in how much right text each translation rule fires  → signs.tsv
manifest               hashes, versions and figures of all that            → MANIFEST.json
"""
