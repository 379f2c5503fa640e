"""The mathematics of word2vec that the five letterings of CS224n's second assignment share, written once."""
