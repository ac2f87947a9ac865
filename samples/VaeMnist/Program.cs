using Samples.Common;
using Samples.VaeMnist;

// The tour starts this program again: to encode with the saved model, and to train until it is killed.
if (args is [Encoding.Command, string zip, string images, string count])
    return Encoding.Answer(zip, images, int.Parse(count));
if (args is [Resuming.Command, string data, string folder])
    return Resuming.TrainUntilKilled(data, folder);

return Sample.Run(
    "VaeMnist",
    "a variational autoencoder learns images without labels, encodes, scores and makes up new ones",
    defaultEpochs: "100 of all MNIST, more of small data",
    args,
    Tour.Run);
