namespace MlNetGenerative;

/// <summary>How a model with latent vectors generates rows: z from N(0, 1), x from the decoder of a variational autoencoder or from the generator of an adversarial network.</summary>
public sealed class LatentGenerationOptions : GenerationOptions
{
    /// <summary>The label of all rows, one of those that the model was trained with; null goes through all labels in turn.</summary>
    public string? Label { get; set; }

    /// <summary>Whether values are drawn from p(x | z) instead of being its means: 0 or 1 for Bernoulli columns. Only for a variational autoencoder: a generator has no distribution around its output.</summary>
    public bool DrawValues { get; set; }

    /// <summary>The standard deviation of the latent vectors, 0 to 10; 1 is the prior, less gives more typical and less varied rows.</summary>
    public float Temperature { get; set; } = 1;

    internal override void Validate()
    {
        base.Validate();
        Core.Training.SettingCheck.Require(Temperature is >= 0 and <= 10, nameof(Temperature), Temperature, "from 0 to 10");
    }
}
