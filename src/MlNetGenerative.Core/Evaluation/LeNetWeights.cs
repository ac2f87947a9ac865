namespace MlNetGenerative.Core.Evaluation;

/// <summary>What the small LeNet was trained on.</summary>
public enum LeNetWeights
{
    /// <summary>Handwritten digits: 99.14 % of the test images right.</summary>
    Mnist,

    /// <summary>Fashion-MNIST: 88.39 % of the test images right.</summary>
    FashionMnist,
}
