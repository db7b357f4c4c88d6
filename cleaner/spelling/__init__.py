"""The spelling corrector: a noisy channel, and a classifier that says how sure to be of what it proposes.

What was printed is guessed from what was read (a *noisy channel*): a guess is good if its words are likely, which the
language model tells, and if the engine often reads them so, which the error model tells.  A text meets, in this order,

    tokens               the pieces between blanks, with the marks that may be letters
    noisy_text           how noisy the whole is; which tokens are locked
    lexicon              what is a word, how common it is, what is near it
    visual_similarity    which words look like a string in print
    language_model       word trigrams with back-off
    word_facts           what these know of a string, worked out once
    error_model          P(read | printed): a table of confusions
    candidates           candidate generation: what one string may have been
    hypothesis_sources   what one, two or three tokens may have been: the edges of a lattice
    hypotheses, costs    what each edge costs
    decoder              beam search for the likeliest path through the lattice
    rivals               at each doubtful place, the hypotheses against leaving it alone
    historical           old spelling, which is right
    features             the feature vector of the best rival
    surface              capitals and line ends of what is written
    correction           the best rival as a correction
    corrector            all of these, on one text
    classifier           boosted trees: how sure to be, and why
    ocr_profile          what one scan confuses; the text is read again with that
    engine_confidence    what the OCR engine said of its own words

`train_language_model` builds a language model, `storage` says how lists and models lie on disk.  To follow a text
through the code begin at `corrector.Corrector.propose`; docs/corrector.md tells how well it does.
"""
