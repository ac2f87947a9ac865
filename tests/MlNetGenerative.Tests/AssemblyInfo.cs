// Tests that listen to the console or count memory want the process for themselves.
[assembly: DoNotParallelize]
