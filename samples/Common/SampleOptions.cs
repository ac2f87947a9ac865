namespace Samples.Common;

/// <summary>What the user asked for on the command line; the same for every sample.</summary>
/// <param name="Epochs">Passes over the training data; null for as many as the sample finds right for the size of the data.</param>
/// <param name="Rows">Training rows to use at most; null for all.</param>
/// <param name="Seed">Seed of everything random.</param>
/// <param name="Data">mnist, fashion, or a folder with four IDX files.</param>
/// <param name="OutputFolder">Where models and pictures go; exists.</param>
public sealed record SampleOptions(int? Epochs, int? Rows, int Seed, string Data, string OutputFolder);
