using Samples.Common;
using Samples.GanMnist;

// The tour starts this program again, to train until it is killed.
if (args is [Resuming.Command, string trained, string data, string folder])
    return Resuming.TrainUntilKilled(trained, data, folder);

int at = Array.IndexOf(args, "--preset");
string preset = at < 0 ? Models.Dense : args.ElementAtOrDefault(at + 1) ?? "";
if (preset is not (Models.Dense or Models.Dcgan))
{
    Console.Error.WriteLine($"GanMnist: --preset needs {Models.Dense} or {Models.Dcgan}, got '{preset}'; --help lists the options");
    return 2;
}
return Sample.Run(
    "GanMnist",
    "a generative adversarial network learns to make images, and a classifier learns from what it makes",
    defaultEpochs: "40 of all MNIST, more of small data; dcgan: 8, of about four minutes each",
    at < 0 ? args : [.. args[..at], .. args[(at + 2)..]],
    (options, figures) => Tour.Run(preset, options, figures),
    $"--preset NAME   {Models.Dense}: dense networks that are told the label (default); {Models.Dcgan}: the convolutional ones of TensorFlow's tutorial");
