"""What is computed: networks only. Tensors in, tensors out; no files, no choice of device."""
