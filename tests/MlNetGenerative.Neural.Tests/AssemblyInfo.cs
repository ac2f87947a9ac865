// Tests that count tensors or memory want the process for themselves.
[assembly: DoNotParallelize]
