def generate(count, seed):
    return []
