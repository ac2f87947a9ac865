using Samples.Common;
using Samples.GanMnist;

return Sample.Run(
    "GanMnist",
    "a generative adversarial network learns to make images of each label, and a classifier learns from what it makes",
    defaultEpochs: "33 of all MNIST, more of small data",
    args,
    Tour.Run);
