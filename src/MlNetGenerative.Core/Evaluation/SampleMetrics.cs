namespace MlNetGenerative.Core.Evaluation;

/// <summary>How near samples are to the reference rows. Meaningless alone: read it beside the same numbers of held-out real rows.</summary>
public sealed record SampleMetrics
{
    /// <summary>The number of measured samples.</summary>
    public required int Count { get; init; }

    /// <summary>The number of samples, and of reference rows, that recall, density and coverage are measured on.</summary>
    public required int NeighbourCount { get; init; }

    /// <summary><see cref="Evaluation.FrechetDistance"/> of the features from those of all reference rows: 0 is best, no upper bound.
    /// With the 84 features of <see cref="LeNet"/> it is called FLD84.</summary>
    public required double FrechetDistance { get; init; }

    /// <summary><see cref="Evaluation.KernelDistance.Cubic"/> of the features from those of as many reference rows: about 0 is best. With the 84 features of
    /// <see cref="LeNet"/> it is called KID84.</summary>
    public required double KernelDistance { get; init; }

    /// <summary>The share of reference rows among generated ones, 3 neighbours: from 0 to 1, higher is better.</summary>
    public required double Recall { get; init; }

    /// <summary>How deep in the reference rows the samples lie, 5 neighbours: about 1 for real rows, less is worse.</summary>
    public required double Density { get; init; }

    /// <summary>The share of reference rows that have a sample near, 5 neighbours: from 0 to 1, higher is better.</summary>
    public required double Coverage { get; init; }

    /// <summary>The divergence of the classes' histogram from the uniform distribution, in nats: 0 when all classes are equally frequent,
    /// ln(classes) when there is only one.</summary>
    public required double ClassDivergence { get; init; }

    /// <summary><see cref="Evaluation.InceptionScore"/>: from 1 to the number of classes, higher is better.</summary>
    public required double InceptionScore { get; init; }
}
